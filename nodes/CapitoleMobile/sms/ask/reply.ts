import { readForm } from '../callback/formBytes';
import { ANSWER_FIELD, APPROVE, DECLINE, type Refused } from './page';
import { MAXIMUM_ANSWER } from './phrases';
import type { AnswerWanted } from './question';

/** What a person sent from the page. */
export type Reply =
	| { readonly type: 'approval'; readonly approved: boolean }
	| { readonly type: 'freeText'; readonly text: string }
	/** To be written anew. */
	| ({ readonly type: 'refused' } & Refused)
	| { readonly type: 'unreadable' };

/** All but tab and line feed, among them NUL, which databases refuse. */
const CONTROL_CHARACTERS = /(?![\t\n])\p{Cc}/gu;

/**
 * Reads the body of a POST, as the bytes it is made of. Never throws.
 *
 * @param body `application/x-www-form-urlencoded`, in UTF-8 or else in ISO-8859-15
 */
export function readReply(body: Uint8Array, wanted: AnswerWanted): Reply {
	const form = readForm(Buffer.from(body).toString('latin1'));
	if (typeof form === 'string') return { type: 'unreadable' };
	const written = form.find(({ name }) => name === ANSWER_FIELD)?.value;
	if (wanted.type === 'freeText') {
		return written === undefined ? { type: 'unreadable' } : readText(written);
	}
	if (written === APPROVE) return { type: 'approval', approved: true };
	if (written === DECLINE && wanted.decline !== null) return { type: 'approval', approved: false };
	return { type: 'unreadable' };
}

function readText(written: string): Reply {
	const text = written.replaceAll('\r\n', '\n').replace(CONTROL_CHARACTERS, '').trim();
	if (text === '') return { type: 'refused', reason: 'empty', text };
	// As a browser counts for `maxlength`: UTF-16 code units, a line break as one.
	return text.length > MAXIMUM_ANSWER
		? { type: 'refused', reason: 'tooLong', text }
		: { type: 'freeText', text };
}
