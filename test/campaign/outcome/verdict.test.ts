import fc from 'fast-check';

import {
	verdictOf,
	type NumberOutcome,
} from '../../../nodes/CapitoleMobile/campaign/outcome/verdict';
import { ABOUT_THE_REQUEST, numbersArbitrary } from '../numbers';

const has = (numbers: readonly NumberOutcome[], outcome: NumberOutcome['outcome']): boolean =>
	numbers.some((number) => number.outcome === outcome);
const isRefusedForRequest = ({ code }: NumberOutcome): boolean => ABOUT_THE_REQUEST.includes(code);

/** The table of outcomes, implemented a second time. */
function expectedOf(numbers: readonly NumberOutcome[]): { outcome: string; isFailure: boolean } {
	const others = numbers.filter(({ outcome }) => outcome !== 'accepted');
	if (others.length === 0) return { outcome: 'accepted', isFailure: false };
	if (others.length < numbers.length) {
		const isFailure =
			has(others, 'unknown') || has(others, 'notSent') || others.some(isRefusedForRequest);
		return { outcome: 'partial', isFailure };
	}
	if (has(numbers, 'unknown')) return { outcome: 'unknown', isFailure: true };
	if (has(numbers, 'notSent')) return { outcome: 'notSent', isFailure: true };
	const refused = numbers.filter(({ outcome }) => outcome === 'rejected');
	const isSkippedOnly = refused.every(({ isSkipped }) => isSkipped === true);
	if (refused.length === 0 || (isSkippedOnly && refused.length < numbers.length)) {
		return { outcome: 'duplicate', isFailure: false };
	}
	return { outcome: 'rejected', isFailure: !isSkippedOnly };
}

test('the verdict matches the table for any outcomes of the numbers', () => {
	fc.assert(
		fc.property(numbersArbitrary, (numbers) => {
			const { outcome, isFailure } = verdictOf(numbers);
			expect({ outcome, isFailure }).toEqual(expectedOf(numbers));
		}),
		{ numRuns: 2000 },
	);
});

test('an item is never "accepted" if a number got nothing, and its code belongs to a number', () => {
	fc.assert(
		fc.property(numbersArbitrary, (numbers) => {
			const { outcome, code } = verdictOf(numbers);
			const others = numbers.filter((number) => number.outcome !== 'accepted');
			expect(outcome === 'accepted').toBe(others.length === 0);
			const candidates = others.length === 0 ? numbers : others;
			expect(candidates.map((number) => number.code)).toContain(code);
		}),
		{ numRuns: 2000 },
	);
});

const number = (outcome: NumberOutcome['outcome'], code: string): NumberOutcome => ({
	recipient: '33639980000',
	outcome,
	code,
});

test('a partly sent item names the cause, not what the cause stopped', () => {
	const numbers = [
		number('accepted', 'SENDING_OK'),
		number('rejected', 'NOT_ENOUGH_CREDITS'),
		number('notSent', 'STOPPED_EARLIER'),
	];
	expect(verdictOf(numbers)).toEqual({
		outcome: 'partial',
		code: 'NOT_ENOUGH_CREDITS',
		isFailure: true,
	});
});

test('an item without numbers is a failure, since there was nothing to send', () => {
	expect(verdictOf([])).toEqual({ outcome: 'rejected', code: 'NO_RECIPIENT', isFailure: true });
});
