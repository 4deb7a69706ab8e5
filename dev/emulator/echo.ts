/**
 * How `xml_test` lays out "l'IP de votre serveur ainsi que la valeur de variable XML telle que nous
 * la recevons": undocumented. `xml` is null when the variable did not come.
 */
export type EchoLayout = (ip: string, xml: Buffer | null) => Buffer;

/** A layout by its text, in which each character of `xml` stands for a byte. */
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
