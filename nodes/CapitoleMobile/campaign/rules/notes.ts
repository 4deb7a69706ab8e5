import { sameForAll } from '../../sms/answer/outcome';
import type { Ledger } from '../ledger';
import type { Layer } from '../post';

/** Notes in the ledger what each request brings. */
export function noteIn(ledger: Ledger): Layer {
	return (post) => async (request) => {
		const result = await post(request);
		ledger.noteResult(request.shares, result);
		return result;
	};
}

/** When a rule throws, the numbers without an outcome did not leave. */
export function noteExceptions(ledger: Ledger, log: (line: string) => void): Layer {
	return (post) => async (request) => {
		try {
			return await post(request);
		} catch (reason) {
			log(`Capitole SMS: ${String(reason)}`);
			const result = sameForAll(request.recipients, 'notSent', 'UNEXPECTED');
			ledger.noteUntold({ outcome: 'notSent', code: 'UNEXPECTED' }, request.shares);
			return result;
		}
	};
}
