import type { ReceivedRequest } from '../emulator/emulator';

const WIDTH = 96;
const BYTES_PER_LINE = 16;

/** Shows a request as received: its head, its body, and the bytes of the SMS text. */
export function drawRequest(request: ReceivedRequest): string {
	const body = maskPassword(request.rawBody.toString('latin1'));
	const text = textBytes(request.xmlBytes ?? Buffer.alloc(0));
	return [
		`${request.method} ${request.path}`,
		`Content-Type: ${request.headers['content-type'] ?? '(none)'}`,
		'',
		...(body.match(new RegExp(`.{1,${WIDTH}}`, 'g')) ?? []),
		'',
		`The text in it, ${text.length} bytes:`,
		...hexLines(text),
	].join('\n');
}

/** Masks the password in a form body, whether its tags are percent-encoded or not. */
export function maskPassword(body: string): string {
	const open = /(?:<|%3C)password(?:>|%3E)/i.source;
	const close = /(?:<|%3C)(?:\/|%2F)password(?:>|%3E)/i.source;
	return body.replace(new RegExp(`(${open})[\\s\\S]*?(${close})`, 'gi'), '$1*****$2');
}

function textBytes(xml: Buffer): Buffer {
	const start = xml.indexOf('<text>') + '<text>'.length;
	const end = xml.indexOf('</text>');
	return end < start ? Buffer.alloc(0) : xml.subarray(start, end);
}

/** E.g. `C9 74 E9  Été`: ISO-8859-15 on the right, which differs from Latin-1 in eight places. */
function hexLines(bytes: Buffer): string[] {
	const lines: string[] = [];
	for (let at = 0; at < bytes.length; at += BYTES_PER_LINE) {
		const row = bytes.subarray(at, at + BYTES_PER_LINE);
		const hex = [...row].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
		const shown = new TextDecoder('iso-8859-15').decode(row).replace(/\p{Cc}/gu, '.');
		lines.push(`${hex.padEnd(BYTES_PER_LINE * 3)} ${shown}`);
	}
	return lines;
}
