import net, { type AddressInfo } from 'node:net';

/** A TCP relay in front of an emulator, which counts what the emulator cannot see. */
export interface Gateway {
	readonly port: number;
	/** The number of client connections. */
	connections(): number;
	/** The most bytes sent to a single client. */
	mostBytes(): number;
	close(): Promise<void>;
}

/** @param target the emulator's origin */
export async function startGateway(target: string): Promise<Gateway> {
	const { port, hostname } = new URL(target);
	const sent: number[] = [];
	const sockets = new Set<net.Socket>();
	const server = net.createServer((client) => {
		const index = sent.push(0) - 1;
		const upstream = net.connect(Number(port), hostname);
		for (const [socket, other] of [
			[client, upstream],
			[upstream, client],
		] as const) {
			sockets.add(socket);
			socket.on('error', () => other.destroy());
			socket.on('close', () => {
				other.destroy();
				sockets.delete(socket);
			});
		}
		upstream.on('data', (chunk) => {
			sent[index] = (sent[index] ?? 0) + chunk.length;
		});
		client.pipe(upstream).pipe(client);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		connections: () => sent.length,
		mostBytes: () => Math.max(0, ...sent),
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
