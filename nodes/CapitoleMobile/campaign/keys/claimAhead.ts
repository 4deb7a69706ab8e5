import type { SmsRequest } from '../requests';

/** Requests whose keys are claimed and not yet settled, for each that may be under way. */
const AHEAD = 4;

/** Something that is given later. */
interface Promised<Verdict> {
	readonly verdict: Promise<Verdict>;
	readonly give: (verdict: Promise<Verdict>) => void;
	isBegun: boolean;
}

/**
 * Claims for items before their requests are due, so that the time it takes is hidden behind the
 * requests under way; and for no more requests than that, since a run that is killed leaves these in
 * doubt.
 */
export class ClaimAhead<Verdict> {
	private readonly claims = new Map<number, Promised<Verdict>>();

	private coming: Iterator<SmsRequest> = [].values();

	private readonly begun = new Set<SmsRequest>();

	/** Those that were over before their turn came. */
	private readonly over = new Set<SmsRequest>();

	constructor(
		private readonly parallelRequests: number,
		private readonly claim: (itemIndex: number) => Promise<Verdict>,
	) {}

	/**
	 * The requests to come, in their order; those of before are through.
	 *
	 * @param hasClaim whether there is something to claim for an item
	 */
	plan(requests: readonly SmsRequest[], hasClaim: (itemIndex: number) => boolean): void {
		this.coming = requests.values();
		this.over.clear();
		this.claims.clear();
		for (const { itemIndex } of requests.flatMap(({ shares }) => shares)) {
			if (hasClaim(itemIndex) && !this.claims.has(itemIndex)) {
				this.claims.set(itemIndex, promised());
			}
		}
		this.go();
	}

	/** What was found for an item; undefined where there was nothing to claim. */
	async verdictOf(itemIndex: number): Promise<Verdict | undefined> {
		return await this.claims.get(itemIndex)?.verdict;
	}

	/** What was found, or undefined where nothing was claimed, not to be claimed any more either. */
	async verdictIfBegun(itemIndex: number): Promise<Verdict | undefined> {
		const claim = this.claims.get(itemIndex);
		return claim?.isBegun === true ? await claim.verdict : undefined;
	}

	/** A request is over; `settled` when its claims leave nothing in doubt. */
	async finish(request: SmsRequest, settled: Promise<unknown>): Promise<void> {
		if (!this.begun.has(request)) this.over.add(request);
		await settled;
		if (this.begun.delete(request)) this.go();
	}

	private go(): void {
		while (this.begun.size < AHEAD * this.parallelRequests) {
			const { value: request, done } = this.coming.next();
			if (done === true) return;
			if (this.over.has(request)) continue;
			this.begun.add(request);
			for (const { itemIndex } of request.shares) this.begin(itemIndex);
		}
	}

	private begin(itemIndex: number): void {
		const claim = this.claims.get(itemIndex);
		if (claim === undefined || claim.isBegun) return;
		claim.isBegun = true;
		claim.give(this.claim(itemIndex));
	}
}

function promised<Verdict>(): Promised<Verdict> {
	let give: Promised<Verdict>['give'] = () => undefined;
	const verdict = new Promise<Verdict>((resolve) => (give = resolve));
	return { verdict, give, isBegun: false };
}
