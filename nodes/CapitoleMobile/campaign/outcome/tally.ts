import { codeMeaning, type Outcome } from '../../sms/codes';
import type { Saving } from '../../sms/credits';
import { counted, figure, firstOf } from '../../sms/figure';
import type { Row } from './row';

/** How many of each, over all items of a run. Numbers are counted; an item without any counts as one. */
export interface Tally {
	readonly counts: Readonly<Record<Outcome, number>>;
	/** What was not accepted, the most frequent first. */
	readonly reasons: readonly Reason[];
	/** SMS spent. */
	readonly credits: number;
	/** SMS left on the account; null when no answer said. */
	readonly creditsLeft: number | null;
	/** What plain letters saved, text by text. */
	readonly savings: readonly Saving[];
}

export interface Reason {
	readonly outcome: Outcome;
	readonly code: string;
	readonly reason: string;
	count: number;
}

/** @param rows by item index, one for each item */
export function tallyOf(rows: readonly Row[], savings: readonly Saving[] = []): Tally {
	const counts = { accepted: 0, rejected: 0, notSent: 0, unknown: 0, duplicate: 0 };
	const reasons = new Map<string, Reason>();
	let credits = 0;
	let creditsLeft: number | null = null;
	for (const row of rows) {
		credits += row.credits;
		creditsLeft = lowestBalance(creditsLeft, row.creditsLeft);
		counts.accepted += row.accepted;
		for (const { outcome, code, reason, count } of unaccepted(row)) {
			counts[outcome] += count;
			const entry = reasons.get(`${outcome} ${code}`) ?? { outcome, code, reason, count: 0 };
			reasons.set(`${outcome} ${code}`, entry);
			entry.count += count;
		}
	}
	const sorted = [...reasons.values()].sort((a, b) => b.count - a.count);
	return { counts, reasons: sorted, credits, creditsLeft, savings };
}

/**
 * What a run says is left: the least that any answer told, as answers come in any order. Credits that
 * a colleague buys meanwhile show in the next run, which errs on the side that spends nothing.
 */
export function lowestBalance(known: number | null, told: number | null): number | null {
	return known === null || told === null ? (known ?? told) : Math.min(known, told);
}

/** What was not accepted; of an item of which no number is known, the item. */
function unaccepted(row: Row): readonly Reason[] {
	const { outcome, code, reason, accepted, details } = row;
	const asked = new Set(details.recipients);
	const rejected = details.rejected.map((number) => ({ ...number, count: 1 }));
	if (outcome === 'accepted' || outcome === 'partial' || rejected.length > 0) {
		// Those that were sent before are not among the rejected.
		const told = accepted + rejected.filter(({ recipient }) => asked.has(recipient)).length;
		const isInvalid = details.sms === null;
		return isInvalid || told >= asked.size
			? rejected
			: [...rejected, sentBefore(asked.size - told)];
	}
	return [{ outcome, code, reason, count: Math.max(1, asked.size) }];
}

const sentBefore = (count: number): Reason => ({
	outcome: 'duplicate',
	code: 'DUPLICATE_KEY',
	reason: codeMeaning('DUPLICATE_KEY').meaning,
	count,
});

const LABELS: Readonly<Record<Outcome, string>> = {
	accepted: 'accepted',
	duplicate: 'sent before',
	rejected: 'refused',
	notSent: 'not sent',
	unknown: 'unknown, may have been sent',
};

/** Letters named of those that were written plainly. */
const NAMED_LETTERS = 5;

/** Reasons named for each outcome. */
const NAMED = 3;

/** One line for people: `294 accepted · 6 refused (not a mobile) · 294 credits spent · 9,675 left`. */
export function tallyLine({ counts, reasons, credits, creditsLeft, savings }: Tally): string {
	const parts = (Object.keys(LABELS) as Outcome[]).flatMap((outcome) => {
		if (counts[outcome] === 0) return [];
		const own = reasons.filter((reason) => reason.outcome === outcome && outcome !== 'duplicate');
		const named = own.slice(0, NAMED).map(({ code, count }) => {
			return own.length === 1 ? inWords(code) : `${inWords(code)}: ${figure(count)}`;
		});
		const why =
			named.length === 0 ? '' : ` (${named.join(', ')}${own.length > NAMED ? ', …' : ''})`;
		return [`${figure(counts[outcome])} ${LABELS[outcome]}${why}`];
	});
	const spent = `${counted('credit', credits)} spent`;
	const left = creditsLeft === null ? [] : [`${figure(creditsLeft)} left`];
	return [...parts, spent, ...left, ...plainlyLine(savings)].join(' · ');
}

/** `12 texts written plainly (ç as c, ê as e): 12 credits saved` */
function plainlyLine(savings: readonly Saving[]): string[] {
	if (savings.length === 0) return [];
	const letters = [...new Set(savings.flatMap((saving) => saving.letters))];
	const credits = savings.reduce((sum, saving) => sum + saving.credits, 0);
	const [texts, saved] = [counted('text', savings.length), counted('credit', credits)];
	return [`${texts} written plainly (${firstOf(letters, NAMED_LETTERS)}): ${saved} saved`];
}

/** `NOT_A_MOBILE` is "not a mobile", `HTTP_502` is "HTTP 502". */
export function inWords(code: string): string {
	return code
		.replaceAll('_', ' ')
		.toLowerCase()
		.replace(/^http /, 'HTTP ');
}
