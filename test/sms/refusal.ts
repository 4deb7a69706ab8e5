import fc from 'fast-check';

import { InvalidInput } from '../../nodes/CapitoleMobile/sms/refused';

/** What a call refuses with; undefined where it returns. Anything else that it throws is ours to mend. */
export function refusalFrom(call: () => unknown): InvalidInput | undefined {
	try {
		call();
	} catch (thrown) {
		if (thrown instanceof InvalidInput) return thrown;
		throw thrown;
	}
	return undefined;
}

/** As `refusalFrom`, where the call must refuse. */
export function refusalOf(call: () => unknown): InvalidInput {
	const refused = refusalFrom(call);
	if (refused === undefined) throw new Error('Nothing was refused');
	return refused;
}

/** Whatever is given comes back whole, and as it may be, or is refused by the field's name. */
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
