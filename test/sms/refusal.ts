import fc from 'fast-check';

import { InvalidInput } from '../../nodes/CapitoleMobile/sms/refused';

/** The refusal that a call throws; undefined if it returns. Rethrows any other error. */
export function refusalFrom(call: () => unknown): InvalidInput | undefined {
	try {
		call();
	} catch (thrown) {
		if (thrown instanceof InvalidInput) return thrown;
		throw thrown;
	}
	return undefined;
}

/** Like `refusalFrom`, for a call that must refuse. */
export function refusalOf(call: () => unknown): InvalidInput {
	const refused = refusalFrom(call);
	if (refused === undefined) throw new Error('Nothing was refused');
	return refused;
}

/** Expects every value to be returned whole and matching `may`, or refused by the field's name. */
export function expectNeverCut(field: string, read: (given: unknown) => string, may: RegExp): void {
	fc.assert(
		fc.property(fc.oneof(fc.string({ maxLength: 14 }), fc.integer(), fc.anything()), (given) => {
			const refused = refusalFrom(() => read(given));
			if (refused !== undefined) return expect(refused.field).toBe(field);
			expect(read(given)).toMatch(may);
			const whole = String(given ?? '').normalize('NFC');
			expect(read(given)).toBe(whole.trim());
		}),
		{ numRuns: 1_000 },
	);
}
