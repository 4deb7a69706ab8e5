import iconv from 'iconv-lite';

import { percentDecode } from '../callback/formBytes';
import type { Charset } from '../document/charset';
import { encodeDocument } from '../document/charset';
import type { Quote } from '../secrets';

/** What the provider's test URL received, compared with what was sent. */
export interface EchoReading {
	/** The IP address of this server as the provider saw it; null if the echo has none. */
	readonly serverIp: string | null;
	/** Whether the document came back unchanged, apart from the login; null if it was not found. */
	readonly matches: boolean | null;
	readonly firstDifference: Difference | null;
	/** The decoding in which the document was found, or null. */
	readonly readAs: string | null;
}

export interface Difference {
	/** Counted from 1, in characters of the document as `sent` shows it. */
	readonly position: number;
	/** The sent document from there on, 20 characters at most. */
	readonly sent: string;
	readonly received: string;
}

/** Characters shown of each side of a difference. */
const SHOWN = 20;

/**
 * Parses the test URL's answer. Never throws.
 *
 * @param body the answer's bytes
 * @param document as sent, before the credential added the login
 */
// @assumption ECHO_LAYOUT_UNKNOWN: the page says that the test URL returns the server's IP and the XML variable, but not how, so the document is looked for in the answer as it is, with HTML escapes, and with percent-escapes, as ISO-8859-15 and as UTF-8; the first IP address outside the document is the server's.
export function readEcho(
	body: Uint8Array,
	document: string,
	charset: Charset,
	quote: Quote,
): EchoReading {
	const shown = sentText(document, charset);
	// An answer shown as a page may swallow the XML declaration, so it is not compared.
	const declaration = shown.indexOf('<SMS>');
	const sent = shown.slice(declaration);
	const [latin, unicode] = READERS.map((reader) => findDocument(body, sent, reader));
	const best = latin && unicode && unicode.same > latin.same ? unicode : (latin ?? unicode);
	if (!best) {
		return { serverIp: ipIn(text8859(body)), matches: null, firstDifference: null, readAs: null };
	}
	const { same, received, around, readAs } = best;
	const matches = received === sent;
	return {
		serverIp: ipIn(around),
		matches,
		firstDifference: matches
			? null
			: {
					position: declaration + same + 1,
					sent: sent.slice(same, same + SHOWN),
					received: quote(received, same, SHOWN),
				},
		readAs,
	};
}

/** The document's bytes, decoded in its charset. */
export function sentText(document: string, charset: Charset): string {
	const bytes = encodeDocument(document, charset);
	return charset === 'utf-8' ? bytes.toString('utf8') : text8859(bytes);
}

/** The tags of the login: plain, HTML-escaped and percent-escaped. */
const LOGIN_TAGS = [
	/<\/?authentification>/,
	/&lt;\/?authentification&gt;/,
	/%3C(?:\/|%2F)?authentification%3E/i,
];

/** Removes the content of `<authentification>`; without a closing tag, everything after it. */
export function withoutLogin(text: string): string {
	const parts = LOGIN_TAGS.map((tag) => text.split(tag)).find(({ length }) => length > 1) ?? [text];
	return parts.filter((_, part) => part % 2 === 0).join('<authentification/>');
}

// The shipped bundle leaves out iconv-lite's UTF-8; Buffer has it.
const text8859 = (body: Uint8Array): string => iconv.decode(Buffer.from(body), 'ISO-8859-15');
const READERS = [
	{ readAs: 'ISO-8859-15', read: text8859 },
	{ readAs: 'UTF-8', read: (body: Uint8Array) => Buffer.from(body).toString('utf8') },
];

interface FoundDocument {
	readonly readAs: string;
	/** The `<SMS>` element; if it breaks off, everything to the end. */
	readonly received: string;
	/** The text before and after it. */
	readonly around: string;
	/** Characters that match the sent document, from the start. */
	readonly same: number;
}

function findDocument(
	body: Uint8Array,
	sent: string,
	{ readAs, read }: (typeof READERS)[number],
): FoundDocument | undefined {
	const ways = [
		{ how: '', text: () => read(body) },
		{ how: ', HTML escapes', text: () => htmlUnescape(read(body)) },
		{ how: ', percent-escapes', text: () => read(formDecode(body)) },
	];
	for (const { how, text } of ways) {
		const [before, ...rest] = withoutLogin(text()).split('<SMS>');
		if (before === undefined || rest.length === 0) continue;
		const [element = '', ...behind] = rest.join('<SMS>').split('</SMS>');
		const received = `<SMS>${element}${behind.length > 0 ? '</SMS>' : ''}`;
		const around = `${before} ${behind.join('</SMS>')}`;
		return { readAs: readAs + how, received, around, same: commonStart(sent, received) };
	}
	return undefined;
}

function commonStart(a: string, b: string): number {
	let same = 0;
	while (same < a.length && a[same] === b[same]) same++;
	return same;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };

/** Undoes one level of HTML escapes. */
function htmlUnescape(text: string): string {
	return text
		.replace(/<br ?\/?>/gi, '')
		.replace(/&(lt|gt|quot|apos|amp|#0?39);/g, (_, name: string) => ENTITIES[name] ?? "'");
}

const formDecode = (body: Uint8Array): Buffer =>
	Buffer.from(percentDecode(Buffer.from(body).toString('latin1')), 'latin1');

const IPV4 =
	/(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\d|\.\d)/;
/** Eight groups, or fewer with `::`, so that a time of day does not match. */
const IPV6 =
	/(?<![\w:])(?=(?:[0-9a-f]{1,4}:){7}[0-9a-f]|[0-9a-f:]{0,35}::)[0-9a-f:]{3,39}(?![\w:])/i;

function ipIn(text: string): string | null {
	return (IPV4.exec(text) ?? IPV6.exec(text))?.[0] ?? null;
}
