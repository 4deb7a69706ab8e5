import { createHash, timingSafeEqual } from 'crypto';

import { decodeFormText, formPairs, MAX_FORM_BYTES } from './formBytes';

/** The query parameter that carries the secret. */
export const SECRET_PARAMETER = 'secret';

/** A glued value is cut at this many `?` at most: enough for any secret, and the work stays bounded. */
const MAX_CUTS = 8;

/**
 * Whether a callback carries the secret of the credential.
 *
 * Only the query counts, because the URL that the provider has carries the secret there, and only
 * its first `secret`, so that one request is one guess. The name is read in any case. The user may
 * have escaped the value or not: `a+b` and `a%2Bb` are both the secret `a+b`.
 *
 * @param rawQuery the query string as received, without the `?`
 * @param secret the expected value; empty means that none is asked for
 */
export function carriesSecret(rawQuery: string, secret: string): boolean {
	if (secret === '') return true;
	if (rawQuery.length > MAX_FORM_BYTES) return false;
	const pair = formPairs(rawQuery).find(({ name }) => name.toLowerCase() === SECRET_PARAMETER);
	if (pair === undefined) return false;
	const received = pair.value;
	const expected = digest(secret);
	// All candidates are compared, as hashes of one length: the time taken tells nothing of the secret.
	return [...cuts(received), ...cuts(decodeFormText(received))]
		.map((candidate) => timingSafeEqual(digest(candidate), expected))
		.includes(true);
}

/** The value, and the part of it before each `?`. */
// @assumption GLUED_QUERY: a provider that appends `?id=…` to a URL that has a query already makes `secret=abc?id=1`, so a secret may end at a question mark.
function cuts(value: string): string[] {
	const parts = value.split('?', MAX_CUTS + 1);
	return [value, ...parts.slice(0, -1).map((_part, last) => parts.slice(0, last + 1).join('?'))];
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text, 'utf8').digest();
}
