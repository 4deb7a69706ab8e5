import { sameForAll, type RequestResult } from '../sms/answer/outcome';
import type { SmsRequest } from './requests';

/** Sends one request, or says why it did not; never throws for what happens on the way. */
export type Post = (request: SmsRequest) => Promise<RequestResult>;

/** A rule on whether a request leaves, and what is noted of it: a function around `Post`. */
export type Layer = (post: Post) => Post;

/** Puts rules around a `Post`: the first is the innermost, and the last is asked first. */
export function layered(post: Post, layers: readonly Layer[]): Post {
	return layers.reduce((inner, layer) => layer(inner), post);
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
