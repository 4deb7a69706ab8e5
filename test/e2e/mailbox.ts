import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import type { Workbench } from './workbench';

export interface Mail {
	readonly to: string;
	/** The raw mail, headers first; non-ASCII text is encoded. */
	readonly source: string;
}

/** A mail server that keeps its mails, with as much of SMTP as n8n's node uses. */
export class Mailbox {
	readonly mails: Mail[] = [];

	private constructor(private readonly server: Server) {
		server.on('connection', (socket) => this.converse(socket));
	}

	static async start(): Promise<Mailbox> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new Mailbox(server);
	}

	/** Creates a credential for this server in n8n, and returns a node's reference to it. */
	async credential(bench: Workbench): Promise<{ smtp: { id: string; name: string } }> {
		const { port } = this.server.address() as AddressInfo;
		const name = 'Mailbox';
		const { id } = await bench.rest<{ id: string }>('POST', '/rest/credentials', {
			name,
			type: 'smtp',
			data: {
				user: '',
				password: '',
				host: '127.0.0.1',
				port,
				secure: false,
				disableStartTls: true,
			},
		});
		return { smtp: { id, name } };
	}

	async close(): Promise<void> {
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
	}

	private converse(socket: Socket): void {
		let unread = '';
		let to = '';
		let isInData = false;
		const say = (line: string) => socket.write(`${line}\r\n`);
		say('220 mailbox');
		socket.setEncoding('utf8').on('data', (text: string) => {
			unread += text;
			for (;;) {
				const end = unread.indexOf(isInData ? '\r\n.\r\n' : '\r\n');
				if (end < 0) return;
				const read = unread.slice(0, end);
				unread = unread.slice(end + (isInData ? 5 : 2));
				if (isInData) this.mails.push({ to, source: read });
				isInData = !isInData && /^DATA/i.test(read);
				if (/^RCPT TO:/i.test(read)) to = /<(.*)>/.exec(read)?.[1] ?? '';
				say(isInData ? '354 go on' : '250 fine');
				if (/^QUIT/i.test(read)) socket.end();
			}
		});
		socket.on('error', () => socket.destroy());
	}
}
