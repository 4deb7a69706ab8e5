import { sameForAll } from '../sms/answer/outcome';
import type { Layer } from './post';

/** Nothing leaves once the execution was stopped. */
export function refuseWhenCancelled(isCancelled: () => boolean): Layer {
	return (post) => async (request) =>
		isCancelled() ? sameForAll(request.recipients, 'notSent', 'CANCELLED') : await post(request);
}

/** A request that ends in an exception may have left. */
export function doubtExceptions(log: (line: string) => void): Layer {
	return (post) => async (request) => {
		try {
			return await post(request);
		} catch (reason) {
			log(`Capitole SMS: ${String(reason)}`);
			return sameForAll(request.recipients, 'unknown', 'NO_ANSWER');
		}
	};
}

/** Nothing leaves after an answer that every further request would get, too. */
export function stopAfterRefusal(): Layer {
	let isStopped = false;
	return (post) => async (request) => {
		if (isStopped) return sameForAll(request.recipients, 'notSent', 'STOPPED_EARLIER');
		const result = await post(request);
		isStopped ||= result.stop !== null;
		return result;
	};
}
