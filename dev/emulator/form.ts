/** A posted form as bytes: forms have no charset, so the text is decoded later. */
export interface Form {
	/** The percent-decoded field `XML`, by its exact name; null if it is missing. */
	readonly xmlBytes: Buffer | null;
	readonly violations: readonly string[];
}

const FORM = 'application/x-www-form-urlencoded';

/** Decodes `%XX` and `+` as PHP does for `$_POST`: bytes in, bytes out. */
export function percentDecode(encoded: Buffer | string, violations: Set<string>): Buffer {
	const text = typeof encoded === 'string' ? encoded : encoded.toString('latin1');
	if (/[^!-~]/.test(text)) violations.add('form: a byte that should have been percent-encoded');
	if (/%(?![\da-f]{2})/i.test(text)) violations.add('form: % without two hexadecimal digits');
	const decoded = text
		.replaceAll('+', ' ')
		.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(decoded, 'latin1');
}

/**
 * Reads the request that the provider's page describes: a POST with the data in the variable `XML`.
 * Anything else is a violation.
 */
export function readForm(method: string, contentType: string | undefined, body: Buffer): Form {
	const violations = new Set<string>();
	if (method !== 'POST') violations.add(`method: ${method} instead of POST`);
	const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
	let xmlBytes: Buffer | null = null;
	if (type !== FORM) {
		violations.add(`content type: ${type || 'none'} instead of ${FORM}`);
		return { xmlBytes, violations: [...violations] };
	}
	const fields = body.length === 0 ? [] : body.toString('latin1').split('&');
	for (const field of fields) {
		const [, encoded = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(field) ?? [];
		const name = percentDecode(encoded, violations).toString('latin1');
		const decoded = percentDecode(value, violations);
		if (name !== 'XML') violations.add(`form: unknown field ${JSON.stringify(name)}`);
		else if (xmlBytes) violations.add('form: XML given twice');
		else xmlBytes = decoded;
	}
	if (!xmlBytes) violations.add('form: no field named XML');
	return { xmlBytes, violations: [...violations] };
}
