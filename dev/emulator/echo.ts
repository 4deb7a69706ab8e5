/**
 * The layout of an answer of `xml_test`, which is undocumented: "l'IP de votre serveur ainsi que la
 * valeur de variable XML telle que nous la recevons". `xml` is null if the variable is missing.
 */
export type EchoLayout = (ip: string, xml: Buffer | null) => Buffer;

/** Makes a layout from a function on text, in which each character of `xml` is one byte. */
const inBytes =
	(
		write: (ip: string, xml: string) => string,
		encoding: 'latin1' | 'utf8' = 'latin1',
	): EchoLayout =>
	(ip, xml) =>
		Buffer.from(write(ip, xml?.toString('latin1') ?? ''), encoding);

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
};

const escapeHtml = (xml: string): string => xml.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? '');

const percentEncode = (xml: string): string =>
	xml.replace(
		/[^A-Za-z0-9._-]/g,
		(byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
	);

const maskPassword = (xml: string): string =>
	xml.replace(/(<password>)[^<]*(<\/password>)/, '$1********$2');

export const ECHO_LAYOUTS = {
	ipThenXml: inBytes((ip, xml) => `${ip}\n${xml}`),
	xmlThenIp: inBytes((ip, xml) => `${xml}\n${ip}`),
	labelled: inBytes((ip, xml) => `IP : ${ip}<br />\nXML : ${xml}\n`),
	htmlPage: inBytes(
		(ip, xml) => `<html><body><p>IP : ${ip}</p><p>XML : ${escapeHtml(xml)}</p></body></html>\n`,
	),
	preformatted: inBytes((ip, xml) => `${ip}<pre>${escapeHtml(xml)}</pre>`),
	printR: inBytes((ip, xml) => `${ip}\nArray\n(\n    [XML] => ${xml}\n)\n`),
	percentEncoded: inBytes((ip, xml) => `${ip}\nXML=${percentEncode(xml)}`),
	passwordMasked: inBytes((ip, xml) => `${ip}\n${maskPassword(xml)}`),
	utf8Encoded: inBytes((ip, xml) => `${ip}\n${xml}`, 'utf8'),
	ipOnly: inBytes((ip) => ip),
} as const satisfies Record<string, EchoLayout>;
