import { resultOfResponse } from '../../nodes/CapitoleMobile/sms/answer/response';
import { FICTIONAL_NUMBERS } from '../../nodes/CapitoleMobile/sms/codes';
import type { OutgoingMessage } from '../../nodes/CapitoleMobile/sms/document/document';
import { roleOf, simulatedReply } from '../../nodes/CapitoleMobile/sms/simulation';
import { PLAIN } from './compositionSamples';

const ANYONE = '33611223344';

const fictional = (ending: string): string => `336399800${ending}`;
const replyTo = (recipients: readonly string[], message: Partial<OutgoingMessage> = {}) =>
	simulatedReply({ message: { ...PLAIN, ...message }, recipients }, 100);

describe('the table of fictional numbers', () => {
	const responses = FICTIONAL_NUMBERS.filter(({ role }) => role.kind !== 'noAnswer');

	test.each(responses)('$ending leads to $outcome $code when its answer is read', (number) => {
		const recipients = [fictional(number.ending)];
		const { reply } = replyTo(recipients);
		if (reply.kind === 'noAnswer') throw new Error('There is an answer to this number.');
		const response = { ...reply, complete: true, retryAfterMs: null };
		expect(resultOfResponse(response, recipients, (text) => text).outcomes).toEqual([
			{ recipient: recipients[0], outcome: number.outcome, code: number.code },
		]);
	});
});

test.each(['33639980001', '33639981021', '336399800211', ANYONE])(
	'%s is accepted, since the table does not have it',
	(number) => {
		expect(roleOf(number)).toEqual({ kind: 'accepted' });
	},
);

describe('an answer about several numbers', () => {
	const bodyFor = (...recipients: string[]): string => {
		const { reply } = replyTo(recipients);
		return reply.kind === 'response' ? `${String(reply.status)} ${reply.body}` : reply.kind;
	};

	test.each<[string, string[], string]>([
		['all are accepted', [ANYONE, fictional('00')], '200 SENDING_OK;98'],
		[
			'some are refused: they are named, the others are paid for',
			[ANYONE, fictional('22'), fictional('21')],
			'200 33639980022_IS_INVALID\n33639980021_IS_BLACKLISTED\nSENDING_OK;99',
		],
		[
			'all are refused: nothing is said of a balance',
			[fictional('21'), fictional('22')],
			'200 33639980021_IS_BLACKLISTED\n33639980022_IS_INVALID',
		],
		[
			'a sender is replaced',
			[ANYONE, fictional('31'), fictional('21')],
			'200 33639980021_IS_BLACKLISTED\nTOO_LONG_SENDER\nSENDING_OK;98',
		],
		[
			'one refuses the request for all',
			[ANYONE, fictional('21'), fictional('11')],
			'200 AUTH_FAILED',
		],
		['the first that decides for all does', [fictional('41'), fictional('11')], 'noAnswer'],
		[
			'one is named, and nothing is said of the others',
			[ANYONE, fictional('23')],
			'200 33639980023_IS_INVALID',
		],
	])('where %s', (_, recipients, body) => {
		expect(bodyFor(...recipients)).toBe(body);
	});
});

describe('the balance', () => {
	test.each<[string, string[], Partial<OutgoingMessage>, number]>([
		['one part, two numbers', [ANYONE, fictional('00')], {}, 98],
		[
			'the STOP mention makes it two parts',
			[ANYONE],
			{ text: 'a'.repeat(150), route: 'M', long: true },
			98,
		],
		[
			'no STOP mention abroad',
			['32470123456'],
			{ text: 'a'.repeat(150), route: 'M', long: true },
			99,
		],
		['a refused number', [ANYONE, fictional('21')], {}, 99],
		['no answer, and yet sent', [ANYONE, fictional('41')], {}, 98],
	])('%s', (_, recipients, message, left) => {
		expect(replyTo(recipients, message).creditsLeft).toBe(left);
	});
});
