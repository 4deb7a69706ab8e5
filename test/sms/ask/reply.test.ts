import { encode } from 'iconv-lite';

import type { AnswerWanted } from '../../../nodes/CapitoleMobile/sms/ask/question';
import { readReply, type Reply } from '../../../nodes/CapitoleMobile/sms/ask/reply';
import { leastOf, processorTime } from '../../processorTime';

const TEXT: AnswerWanted = { type: 'freeText' };
const ONE: AnswerWanted = { type: 'approval', approve: '', decline: null };
const TWO: AnswerWanted = { type: 'approval', approve: '', decline: '' };

const read = (body: string | Uint8Array, wanted: AnswerWanted): Reply =>
	readReply(typeof body === 'string' ? Buffer.from(body) : body, wanted);
const written = (text: string): string => `answer=${encodeURIComponent(text)}`;

describe('a button', () => {
	it.each([
		[ONE, 'answer=approve', { type: 'approval', approved: true }],
		[TWO, 'answer=approve', { type: 'approval', approved: true }],
		[TWO, 'answer=decline', { type: 'approval', approved: false }],
		[TWO, 'answer=decline&answer=approve', { type: 'approval', approved: false }],
		[ONE, 'answer=decline', { type: 'unreadable' }],
		[TWO, 'answer=Approve', { type: 'unreadable' }],
		[TWO, 'answer=', { type: 'unreadable' }],
		[TWO, 'approved=true', { type: 'unreadable' }],
		[TWO, '', { type: 'unreadable' }],
		[TWO, '{"answer":"approve"}', { type: 'unreadable' }],
	])('%j reads %j as %j', (wanted, body, reply) => {
		expect(read(body, wanted)).toEqual(reply);
	});
});

describe('a text', () => {
	it.each([
		['plus and escapes', 'answer=D%C3%A9j%C3%A0+pay%C3%A9', 'Déjà payé'],
		['emoji', written('oui 👍🏽'), 'oui 👍🏽'],
		['line breaks of a browser', 'answer=a%0D%0Ab%0Ac', 'a\nb\nc'],
		['markup', written('<b>&amp;</b>'), '<b>&amp;</b>'],
		['NUL and control characters', 'answer=a%00b%1B%5B1mc%7F%C2%85d%09e', 'ab[1mcd\te'],
		['a space around it', written('  oui \n'), 'oui'],
		['the first of two', 'answer=a&answer=b', 'a'],
	])('with %s', (_, body, text) => {
		expect(read(body, TEXT)).toEqual({ type: 'freeText', text });
	});

	it('that is not UTF-8 is ISO-8859-15', () => {
		const body = Buffer.concat([Buffer.from('answer='), encode('Été à 5 €', 'iso-8859-15')]);
		expect(read(body, TEXT)).toEqual({ type: 'freeText', text: 'Été à 5 €' });
	});

	it.each(['', 'answer=', 'answer=+%0D%0A', 'answer=%00%07'])('%j is not one', (body) => {
		expect(read(body, TEXT).type).toBe(body === '' ? 'unreadable' : 'refused');
	});

	it('of 1,000 characters as a browser counts them is taken, one more is refused and kept', () => {
		const text = `${'€'.repeat(998)}\n!`;
		expect(read(written(text.replace('\n', '\r\n')), TEXT)).toEqual({ type: 'freeText', text });
		const longer = `${text}x`;
		expect(read(written(longer), TEXT)).toEqual({
			type: 'refused',
			reason: 'tooLong',
			text: longer,
		});
	});

	it('of a megabyte is given up at once', async () => {
		const megabyte = `answer=${'x'.repeat(1_000_000)}`;
		expect(read(megabyte, TEXT)).toEqual({ type: 'unreadable' });
		const measure = () => processorTime(() => read(megabyte, TEXT));
		expect(await leastOf(measure, 250)).toBeLessThan(250);
	});
});
