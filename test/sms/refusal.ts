import { InvalidInput } from '../../nodes/CapitoleMobile/sms/invalidInput';

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
