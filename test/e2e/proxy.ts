import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A reverse proxy that appends its caller's address to X-Forwarded-For, like nginx. */
export class Proxy {
	private constructor(private readonly server: Server) {}

	static async start(target: string): Promise<Proxy> {
		const server = createServer((incoming, outgoing) => {
			const caller = incoming.socket.remoteAddress ?? '';
			const before = incoming.headers['x-forwarded-for'];
			const forwarded = before === undefined ? caller : `${String(before)}, ${caller}`;
			const onward = request(
				new URL(incoming.url ?? '/', target),
				{ method: incoming.method, headers: { ...incoming.headers, 'x-forwarded-for': forwarded } },
				(answer) => {
					outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
					answer.pipe(outgoing);
				},
			);
			onward.on('error', (cause) => outgoing.destroy(cause));
			incoming.pipe(onward);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new Proxy(server);
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
