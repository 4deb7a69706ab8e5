import type { Layer } from './post';

/** Tells how many requests of the run are through, and how many are planned so far. */
export function countRequests(tell: (through: number) => void): Layer {
	let through = 0;
	return (post) => async (request) => {
		const result = await post(request);
		tell(++through);
		return result;
	};
}
