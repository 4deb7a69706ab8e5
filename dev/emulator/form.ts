/** What a POSTed form held, as bytes: a form has no charset of its own, so text is read later. */
export interface Form {
	/** The value of the field named exactly `XML`, percent-decoded, or null without one. */
	readonly xmlBytes: Buffer | null;
	readonly violations: readonly string[];
}

const AMPERSAND = 0x26;
const EQUALS = 0x3d;
const PLUS = 0x2b;
const PERCENT = 0x25;
const SPACE = 0x20;

const hexDigit = (byte: number | undefined): number => {
	if (byte === undefined) return -1;
	if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
	const upper = byte & 0xdf;
	return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : -1;
};

/** Undoes `%XX` and `+`, as PHP does for `$_POST`: bytes in, bytes out. */
export function percentDecode(encoded: Buffer, violations: Set<string>): Buffer {
	const decoded = Buffer.allocUnsafe(encoded.length);
	let length = 0;
	for (let at = 0; at < encoded.length; at++) {
		let byte = encoded[at] ?? 0;
		if (byte === PLUS) byte = SPACE;
		else if (byte === PERCENT) {
			const high = hexDigit(encoded[at + 1]);
			const low = hexDigit(encoded[at + 2]);
			if (high < 0 || low < 0) violations.add('form: % without two hexadecimal digits');
			else {
				byte = high * 16 + low;
				at += 2;
			}
		} else if (byte <= SPACE || byte > 0x7e) {
			violations.add('form: a byte that should have been percent-encoded');
		}
		decoded[length++] = byte;
	}
	return decoded.subarray(0, length);
}

function* fieldsOf(body: Buffer): Generator<{ name: Buffer; value: Buffer }> {
	let start = 0;
	while (start < body.length) {
		const found = body.indexOf(AMPERSAND, start);
		const end = found < 0 ? body.length : found;
		const field = body.subarray(start, end);
		const equals = field.indexOf(EQUALS);
		yield equals < 0
			? { name: field, value: Buffer.alloc(0) }
			: { name: field.subarray(0, equals), value: field.subarray(equals + 1) };
		start = end + 1;
	}
}

/**
 * Reads the request that the provider's page describes: a POST whose variable `XML` holds the data.
 * Anything else in it is a violation.
 */
export function readForm(method: string, contentType: string | undefined, body: Buffer): Form {
	const violations = new Set<string>();
	if (method !== 'POST') violations.add(`method: ${method} instead of POST`);
	const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
	if (type !== 'application/x-www-form-urlencoded') {
		violations.add(`content type: ${type || 'none'} instead of application/x-www-form-urlencoded`);
		return { xmlBytes: null, violations: [...violations] };
	}
	let xmlBytes: Buffer | null = null;
	for (const { name, value } of fieldsOf(body)) {
		const field = percentDecode(name, violations).toString('latin1');
		const decoded = percentDecode(value, violations);
		if (field !== 'XML') violations.add(`form: unknown field ${JSON.stringify(field)}`);
		else if (xmlBytes) violations.add('form: XML given twice');
		else xmlBytes = decoded;
	}
	if (!xmlBytes) violations.add('form: no field named XML');
	return { xmlBytes, violations: [...violations] };
}
