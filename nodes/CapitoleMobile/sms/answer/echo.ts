import iconv from 'iconv-lite';

import type { Charset } from '../document/charset';
import { encodeDocument } from '../document/charset';
import type { Redact } from '../secrets/redact';

/** What the provider's test URL says it received, held against what was sent. */
export interface EchoReading {
	/** The address from which the provider saw the request come, or null when it names none. */
	readonly serverIp: string | null;
	/** Whether the document came back as it was sent, the login aside; null when it was not found. */
	readonly matches: boolean | null;
	readonly firstDifference: Difference | null;
	/** How the echo had to be read to find the document in it, or null. */
	readonly readAs: string | null;
}

export interface Difference {
	/** Characters from the start of the document as `sent` shows it, counted from 1. */
	readonly position: number;
	/** What was sent from there on, 20 characters at most. */
	readonly sent: string;
	readonly received: string;
}

/** Characters shown on either side of a difference. */
const SHOWN = 20;

const START = '<SMS>';
const END = '</SMS>';
const LOGIN_START = '<authentification>';
const LOGIN_END = '</authentification>';

/**
 * Reads the test URL's answer. Total: any bytes give a reading.
 *
 * @param body the answer's bytes
 * @param document what was sent, before the credential wrote the login into it
 * @param redact takes secrets out of what is quoted from the answer
 */
// @assumption ECHO_LAYOUT_UNKNOWN: the page says that the test URL gives back the server's IP and the XML variable, but not how, so the document is looked for in the answer as it is, with HTML escapes, and with percent-escapes, as ISO-8859-15 and as UTF-8; the first IP address outside the document is taken as the server's.
export function readEcho(
	body: Uint8Array,
	document: string,
	charset: Charset,
	redact: Redact,
): EchoReading {
	const shown = sentText(document, charset);
	// An answer read as a page may swallow the declaration: it is not compared.
	const declaration = shown.indexOf(START);
	const sent = shown.slice(declaration);
	const found = readings(body)
		.map(({ readAs, text }) => ({ readAs, text, ...documentIn(text) }))
		.filter((reading) => reading.received !== null)
		.map((reading) => ({ ...reading, same: commonStart(sent, reading.received ?? '') }));
	const best = found.reduce<(typeof found)[number] | null>(
		(a, b) => (a !== null && a.same >= b.same ? a : b),
		null,
	);
	if (best === null || best.received === null) {
		return { serverIp: ipIn(text8859(body)), matches: null, firstDifference: null, readAs: null };
	}
	const matches = best.received === sent;
	return {
		serverIp: ipIn(best.around),
		matches,
		firstDifference: matches
			? null
			: {
					position: declaration + best.same + 1,
					sent: sent.slice(best.same, best.same + SHOWN),
					// Redacted before it is cut, so that no half of a secret is left.
					received: redact(best.received.slice(best.same)).slice(0, SHOWN),
				},
		readAs: best.readAs,
	};
}

/** The document as text, the way a reader of the chosen charset sees its bytes. */
export function sentText(document: string, charset: Charset): string {
	const bytes = encodeDocument(document, charset);
	return charset === 'utf-8' ? bytes.toString('utf8') : text8859(bytes);
}

// iconv-lite's own UTF-8 is not in the bundle that ships: Buffer has it.
const text8859 = (body: Uint8Array): string => iconv.decode(Buffer.from(body), 'ISO-8859-15');

/** The ways in which a page may show a document, the plainest first. */
function readings(body: Uint8Array): Array<{ readAs: string; text: string }> {
	const bytes = Buffer.from(body);
	const unescaped = percentDecode(bytes);
	const readers = [
		['ISO-8859-15', text8859],
		['UTF-8', (read: Buffer) => read.toString('utf8')],
	] as const;
	return readers.flatMap(([readAs, read]) => [
		{ readAs, text: read(bytes) },
		{ readAs: `${readAs}, HTML escapes`, text: htmlUnescape(read(bytes)) },
		{ readAs: `${readAs}, percent-escapes`, text: read(unescaped) },
	]);
}

/**
 * The `<SMS>` element of a text with its login taken out, and the text around it. An element that
 * breaks off reaches to the end: where it does is worth knowing.
 */
function documentIn(text: string): { received: string | null; around: string } {
	const start = text.indexOf(START);
	if (start < 0) return { received: null, around: text };
	const end = text.indexOf(END, start);
	const after = end < 0 ? text.length : end + END.length;
	const received = withoutLogin(text.slice(start, after));
	return { received, around: `${text.slice(0, start)} ${text.slice(after)}` };
}

function withoutLogin(element: string): string {
	const start = element.indexOf(LOGIN_START);
	const end = element.indexOf(LOGIN_END, start);
	return start < 0 || end < 0
		? element
		: `${element.slice(0, start)}<authentification/>${element.slice(end + LOGIN_END.length)}`;
}

function commonStart(a: string, b: string): number {
	let same = 0;
	while (same < a.length && a[same] === b[same]) same++;
	return same;
}

const ENTITIES: Readonly<Record<string, string>> = {
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	amp: '&',
};

/** One level of the escapes that a page needs to show markup. */
function htmlUnescape(text: string): string {
	return text
		.replace(/<br ?\/?>/gi, '')
		.replace(/&(lt|gt|quot|apos|amp|#0?39);/g, (_, name: string) => ENTITIES[name] ?? "'");
}

function percentDecode(bytes: Buffer): Buffer {
	const decoded = bytes
		.toString('latin1')
		.replaceAll('+', ' ')
		.replace(/%([0-9a-f]{2})/gi, (_, byte: string) => String.fromCharCode(parseInt(byte, 16)));
	return Buffer.from(decoded, 'latin1');
}

const IPV4 =
	/(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\d|\.\d)/;
/** Eight groups, or fewer with `::`; a time of day is neither. */
const IPV6 =
	/(?<![\w:])(?=(?:[0-9a-f]{1,4}:){7}[0-9a-f]|[0-9a-f:]{0,35}::)[0-9a-f:]{3,39}(?![\w:])/i;

function ipIn(text: string): string | null {
	return (IPV4.exec(text) ?? IPV6.exec(text))?.[0] ?? null;
}
