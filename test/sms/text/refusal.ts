import { InvalidInput } from '../../../nodes/CapitoleMobile/sms/invalidInput';

/** What a call refuses with; undefined where it returns or throws anything else. */
export function refusalFrom(call: () => unknown): InvalidInput | undefined {
	try {
		call();
	} catch (thrown) {
		if (thrown instanceof InvalidInput) return thrown;
	}
	return undefined;
}
