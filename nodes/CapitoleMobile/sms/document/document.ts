import { create } from 'xmlbuilder2';

import type { Charset } from './charset';
import { DECLARED_ENCODING } from './charset';
import type { OutgoingMessage } from '../message';

/** What a document has in place of the login until the credential writes it, see `withLogin`. */
export const NO_LOGIN = '<authentification/>';

/**
 * The provider's `<SMS>` document without the credentials: its elements and their order are the
 * page's; an optional element that would be empty is left out.
 *
 * @param message checked fields, see `OutgoingMessage`
 * @param recipients international digits without `+`
 */
export function buildDocument(
	message: OutgoingMessage,
	recipients: readonly string[],
	charset: Charset,
): string {
	const { text, sender, route, long, prog, id } = message;
	const root = create(declaration(charset)).ele('SMS');
	root.ele('authentification');
	const body = root.ele('message');
	body.ele('text').txt(escapeAmpersands(text));
	if (sender !== '') body.ele('sender').txt(escapeAmpersands(sender));
	body.ele('route').txt(route);
	body.ele('long').txt(long ? 'yes' : 'no');
	if (prog !== '') body.ele('prog').txt(prog);
	if (id !== '') body.ele('id').txt(escapeAmpersands(id));
	const list = root.ele('recipients');
	for (const recipient of recipients) list.ele('gsm').txt(recipient);
	return root.end({ headless: charset === 'ascii' });
}

/**
 * A document that cannot send: no text, no recipient. The answer tells whether the login is right,
 * and the balance where the provider adds it.
 */
// @assumption EMPTY_REQUEST_SENDS_NOTHING: a request without text and without recipient is answered by its first fault (AUTH_FAILED, NO_RECIPIENT or EMPTY_MESSAGE) and sends nothing, so it can test a login and read the balance.
export function buildEmptyDocument(): string {
	return create(declaration('iso-8859-15'), {
		SMS: { authentification: '', message: { text: '' }, recipients: '' },
	}).end();
}

function declaration(charset: Charset): { version: '1.0'; encoding?: string } {
	const encoding = DECLARED_ENCODING[charset];
	return encoding === undefined ? { version: '1.0' } : { version: '1.0', encoding };
}

/**
 * xmlbuilder2 4.0.3 leaves an `&` alone when what follows looks like an entity, so that `AT&T;`
 * comes out malformed and `&amp;` comes back as `&` (its issues 105, 110, 117). With every `&`
 * escaped beforehand, its output is right.
 */
function escapeAmpersands(text: string): string {
	return text.replaceAll('&', '&amp;');
}
