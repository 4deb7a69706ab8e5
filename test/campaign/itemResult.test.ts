import type { RecipientOutcome } from '../../nodes/CapitoleMobile/sms/answer/outcome';
import type { Composition } from '../../nodes/CapitoleMobile/sms/composition';
import { itemResult, recipientResults } from '../../nodes/CapitoleMobile/campaign/itemResult';

const ONE = '33611223344';
const TWO = '33622334455';
const THREE = '33633445566';

const COMPOSITION: Composition = {
	message: { text: 'ça', sender: '', route: 'N', long: false, prog: '', id: 'ID1' },
	recipients: [ONE, TWO, THREE],
	rejected: [{ recipient: 'abc', code: 'NOT_A_NUMBER', message: '"abc" has letters in it.' }],
	count: { encoding: 'UCS-2', characters: 2, segments: 1, charactersLeft: 68 },
	scheduledAt: '2026-03-10T09:00:00+01:00',
	warnings: [{ code: 'UCS2', message: 'ç' }],
};

const deliveries = (...outcomes: RecipientOutcome[]) => ({
	outcomes,
	creditsLeft: 12,
	warnings: [{ code: 'UNEXPECTED_ANSWER' as const, message: 'x' }],
});
const accepted = (recipient: string): RecipientOutcome => ({
	recipient,
	outcome: 'accepted',
	code: 'SENDING_OK',
});
const blacklisted: RecipientOutcome = {
	recipient: TWO,
	outcome: 'rejected',
	code: '_IS_BLACKLISTED',
};
const lost: RecipientOutcome = { recipient: THREE, outcome: 'unknown', code: 'NO_ANSWER' };

describe('itemResult', () => {
	it('says all that is known of an item, as the design has it', () => {
		const outcomes = [accepted(ONE), accepted(TWO), accepted(THREE)];
		expect(itemResult(COMPOSITION, deliveries(...outcomes))).toEqual({
			outcome: 'accepted',
			code: 'SENDING_OK',
			creditsLeft: 12,
			campaignId: 'ID1',
			recipients: [ONE, TWO, THREE],
			rejected: [{ recipient: 'abc', code: 'NOT_A_NUMBER' }],
			warnings: [
				{ code: 'UCS2', message: 'ç' },
				{ code: 'UNEXPECTED_ANSWER', message: 'x' },
			],
			scheduledAt: '2026-03-10T09:00:00+01:00',
			message: { text: 'ça', encoding: 'UCS-2', characters: 2, segments: 1 },
		});
	});

	it('lists who certainly did not get the SMS, and not those of whom nothing is known', () => {
		const notSent: RecipientOutcome = { recipient: ONE, outcome: 'notSent', code: 'DNS' };
		expect(itemResult(COMPOSITION, deliveries(notSent, blacklisted, lost)).rejected).toEqual([
			{ recipient: 'abc', code: 'NOT_A_NUMBER' },
			{ recipient: ONE, code: 'DNS' },
			{ recipient: TWO, code: '_IS_BLACKLISTED' },
		]);
	});
});

describe('recipientResults', () => {
	it('gives each number its own outcome, those that are no numbers last', () => {
		const results = recipientResults(COMPOSITION, deliveries(accepted(ONE), blacklisted, lost));
		expect(
			results.map(({ outcome, code, recipients, rejected }) => [
				outcome,
				code,
				recipients,
				rejected.map(({ recipient }) => recipient),
			]),
		).toEqual([
			['accepted', 'SENDING_OK', [ONE], []],
			['rejected', '_IS_BLACKLISTED', [TWO], [TWO]],
			['unknown', 'NO_ANSWER', [THREE], []],
			['rejected', 'NOT_A_NUMBER', [], ['abc']],
		]);
		for (const { campaignId, message, creditsLeft } of results) {
			expect([campaignId, message.text, creditsLeft]).toEqual(['ID1', 'ça', 12]);
		}
	});
});
