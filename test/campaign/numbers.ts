import fc from 'fast-check';

import type { Deliveries } from '../../nodes/CapitoleMobile/campaign/ledger';
import type { NumberOutcome } from '../../nodes/CapitoleMobile/campaign/outcome/verdict';
import type { Composition } from '../../nodes/CapitoleMobile/sms/composition';

type Kind = Omit<NumberOutcome, 'recipient'>;

const accepted: Kind = { outcome: 'accepted', code: 'SENDING_OK' };
const duplicate: Kind = { outcome: 'duplicate', code: 'DUPLICATE_KEY' };
const skipped: Kind = { outcome: 'rejected', code: 'NOT_A_MOBILE', isSkipped: true };
const rejected = (code: string): Kind => ({ outcome: 'rejected', code });

/** Codes that refuse a request as such, from the provider's page and from HTTP. */
export const ABOUT_THE_REQUEST = [
	'AUTH_FAILED',
	'NOT_ENOUGH_CREDITS',
	'TOO_LONG_MESSAGE',
	'HTTP_403',
];

/** Every possible outcome of one number. */
const KINDS: readonly Kind[] = [
	...[accepted, duplicate, skipped],
	...['IS_BLACKLISTED', 'IS_INVALID', ...ABOUT_THE_REQUEST].map(rejected),
	{ outcome: 'notSent', code: 'COULD_NOT_CONNECT' },
	{ outcome: 'notSent', code: 'STOPPED_EARLIER' },
	{ outcome: 'unknown', code: 'NO_ANSWER' },
];

/** The numbers of one item, with any mix of outcomes. */
export const numbersArbitrary: fc.Arbitrary<NumberOutcome[]> = fc
	.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 6 })
	.map((kinds) =>
		kinds.map((kind, index) => ({ ...kind, recipient: `3363998000${String(index)}` })),
	);

export const PARTS = 2;
const TEXT = 'a'.repeat(170);

/** An item with these numbers, and its deliveries. */
export function itemOf(numbers: readonly NumberOutcome[]): [Composition, Deliveries] {
	const left = numbers.filter(({ isSkipped }) => isSkipped === true);
	const asked = numbers.filter(({ isSkipped }) => isSkipped !== true);
	const composition: Composition = {
		message: { text: TEXT, sender: '', route: 'N', long: true, prog: '', id: 'ID26' },
		recipients: asked.map(({ recipient }) => recipient),
		rejected: left.map(({ recipient, code }) => ({ recipient, code, reason: 'no mobile' })),
		phoneText: TEXT,
		changes: [],
		plainly: null,
		count: { encoding: 'GSM-7', characters: 170, charactersLeft: 136, segments: PARTS },
		asked: { instant: null, warnings: [] },
		scheduledAt: null,
		sendingWindow: null,
		warnings: [],
	};
	const outcomes = asked.map((number) => ({
		...number,
		credits: number.outcome === 'accepted' ? PARTS : 0,
	}));
	return [composition, { outcomes, creditsLeft: 12, warnings: [] }];
}
