import { Ledger, NOTHING_KNOWN } from '../../nodes/CapitoleMobile/campaign/ledger';
import { begunEarlier } from '../../nodes/CapitoleMobile/campaign/turns';
import { itemOf } from './numbers';

describe('another try of a run', () => {
	it.each([
		['accepted', 'SENDING_OK', 'sent'],
		['unknown', 'NO_ANSWER', 'inDoubt'],
		['duplicate', 'DUPLICATE_KEY', undefined],
		['unknown', 'KEY_IN_DOUBT', undefined],
	] as const)('after %s (%s) owns the key: %p', (outcome, code, has) => {
		const first = { recipient: '33639980000', outcome, code, credits: 0 };
		const second = {
			recipient: '33639980001',
			outcome: 'notSent',
			code: 'NO_ANSWER',
			credits: 0,
		} as const;
		const [composition] = itemOf([first, second]);
		const item = { itemIndex: 0, composition, key: { key: 'K', message: 'm' } };
		const earlier = new Map([[0, { ...NOTHING_KNOWN, outcomes: [first, second] }]]);
		expect(begunEarlier(new Ledger([item], earlier)).get(0)).toBe(has);
	});
});
