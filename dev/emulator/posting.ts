/** The elements of a document, not escaped; null leaves one out. */
export interface Fields {
	username?: string;
	password?: string;
	text?: string | null;
	sender?: string;
	route?: string;
	long?: string;
	prog?: string;
	id?: string;
	recipients?: readonly string[];
}

const escapeXml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** Builds a document as on the provider's page. */
export function xmlOf({ username = 'demo', password = 'demo-password', ...rest }: Fields): string {
	const { text = 'Bonjour', recipients = ['33611223344'] } = rest;
	const optional = (['sender', 'route', 'long', 'prog', 'id'] as const)
		.map((name) => (rest[name] === undefined ? '' : `<${name}>${escapeXml(rest[name])}</${name}>`))
		.join('');
	return (
		`<SMS><authentification><username>${escapeXml(username)}</username>` +
		`<password>${escapeXml(password)}</password></authentification>` +
		`<message>${text === null ? '' : `<text>${escapeXml(text)}</text>`}${optional}</message>` +
		`<recipients>${recipients.map((gsm) => `<gsm>${gsm}</gsm>`).join('')}</recipients></SMS>`
	);
}

/** Puts a document into a form, every byte percent-encoded. */
export const formOf = (xml: string | Buffer): string =>
	`XML=${Buffer.from(xml).toString('hex').replace(/../g, '%$&')}`;

/** Posts a body as a form and returns the answer; rejects if the connection breaks. */
export async function post(
	url: string,
	body: string | Buffer,
	options: { method?: string; contentType?: string } = {},
): Promise<{ status: number; text: string }> {
	const { method = 'POST', contentType = 'application/x-www-form-urlencoded' } = options;
	// A pooled connection could belong to a server that has closed meanwhile.
	const headers = { 'content-type': contentType, connection: 'close' };
	const response = await fetch(url, { method, headers, body: new Uint8Array(Buffer.from(body)) });
	return { status: response.status, text: await response.text() };
}

/** Posts one SMS document and returns the text of the answer. */
export const send = async (url: string, fields: Fields): Promise<string> =>
	(await post(url, formOf(xmlOf(fields)))).text;
