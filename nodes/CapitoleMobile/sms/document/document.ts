import { create } from 'xmlbuilder2';

import { type Charset, DECLARED_ENCODING } from './charset';

/**
 * One SMS with the fields of the provider's `<message>` element, already checked. An empty string
 * leaves its element out, so that the provider's default applies. Limits: the provider's page.
 */
export interface OutgoingMessage {
	/** As the phone shows it, without the STOP mention that the provider adds on route M. */
	readonly text: string;
	/** 11 characters at most; empty for the provider's short number. */
	readonly sender: string;
	/** `N` for notifications, `M` for advertising. */
	readonly route: 'N' | 'M';
	/** Whether the text may take up to 4 parts instead of 1. */
	readonly long: boolean;
	/** Sending time, `yyyy-mm-dd hh:mm:ss` on the provider's clock; empty for now. */
	readonly prog: string;
	/** Campaign ID, returned in delivery reports: 10 characters at most, no `-`; empty for none. */
	readonly id: string;
}

/** The placeholder for the login, which the credential fills in, see `withLogin`. */
export const NO_LOGIN = '<authentification/>';

/**
 * Builds the provider's `<SMS>` document without the login. Elements and their order are from its page.
 *
 * @param recipients international digits without `+`
 */
export function buildDocument(
	message: OutgoingMessage,
	recipients: readonly string[],
	charset: Charset,
): string {
	const { text, sender, route, long, prog, id } = message;
	const root = emptyDocument(charset).ele('SMS');
	try {
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
	} finally {
		root.remove();
	}
}

/** One per charset, emptied after each use: creating a document takes as long as filling it. */
const EMPTY_DOCUMENTS = new Map<Charset, ReturnType<typeof create>>();

function emptyDocument(charset: Charset): ReturnType<typeof create> {
	const document = EMPTY_DOCUMENTS.get(charset) ?? create(declaration(charset));
	EMPTY_DOCUMENTS.set(charset, document);
	return document;
}

/**
 * A document that cannot send an SMS: it has no text and no recipient. The answer shows whether the
 * login is right, and the balance if the provider adds it.
 */
// @assumption EMPTY_REQUEST_SENDS_NOTHING: a request without text and recipient is answered with its first fault (AUTH_FAILED, NO_RECIPIENT or EMPTY_MESSAGE) and sends nothing, so it can test a login and read the balance.
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
 * xmlbuilder2 4.0.3 does not escape an `&` that looks like the start of an entity: `AT&T;` comes out
 * malformed and `&amp;` comes back as `&` (its issues 105, 110, 117). Escape every `&` first.
 */
function escapeAmpersands(text: string): string {
	return text.replaceAll('&', '&amp;');
}
