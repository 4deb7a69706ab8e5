import { codeMeaning, type Outcome } from '../../sms/codes';
import type { Saving } from '../../sms/credits';
import { counted, figure, firstOf, rowsNamed } from '../../sms/figure';
import type { Row } from './verdict';

/** How many of each, over all items of a run. Numbers are counted; an item without any counts as one. */
export interface Tally {
	readonly counts: Readonly<Record<Outcome, number>>;
	/** What was not accepted, the most frequent first. */
	readonly reasons: readonly Reason[];
	/** Items of the run. */
	readonly items: number;
	/** SMS spent. */
	readonly credits: number;
	/** SMS left on the account; null when no answer said. */
	readonly creditsLeft: number | null;
	/** What plain letters saved, text by text. */
	readonly savings: readonly Saving[];
}

interface Cause {
	readonly outcome: Outcome;
	readonly code: string;
	/** See `Failure`. */
	readonly brief?: string | undefined;
	readonly reason: string;
	readonly count: number;
}

export interface Reason extends Cause {
	count: number;
	/** Where it happened, as people number rows. */
	readonly rows: number[];
}

/**
 * @param rows by item index, one for each item
 * @param rowNumbers what people know them by
 */
export function tallyOf(
	rows: readonly Row[],
	rowNumbers: readonly number[],
	savings: readonly Saving[] = [],
): Tally {
	const counts = { accepted: 0, rejected: 0, notSent: 0, unknown: 0, duplicate: 0 };
	const reasons = new Map<string, Reason>();
	let credits = 0;
	let creditsLeft: number | null = null;
	for (const [item, row] of rows.entries()) {
		const rowNumber = rowNumbers[item] ?? item + 1;
		credits += row.credits;
		creditsLeft = lowestBalance(creditsLeft, row.creditsLeft);
		counts.accepted += row.accepted;
		for (const cause of unaccepted(row)) {
			const { outcome, code, brief = '', count } = cause;
			counts[outcome] += count;
			const kind = [outcome, code, brief].join(' ');
			const entry = reasons.get(kind) ?? { ...cause, count: 0, rows: [] };
			reasons.set(kind, entry);
			entry.count += count;
			if (entry.rows.at(-1) !== rowNumber) entry.rows.push(rowNumber);
		}
	}
	const sorted = [...reasons.values()].sort((a, b) => b.count - a.count);
	return { counts, reasons: sorted, items: rows.length, credits, creditsLeft, savings };
}

/**
 * What a run says is left: the least that any answer told, as answers come in any order. Credits that
 * a colleague buys meanwhile show in the next run, which errs on the side that spends nothing.
 */
export function lowestBalance(known: number | null, told: number | null): number | null {
	return known === null || told === null ? (known ?? told) : Math.min(known, told);
}

/** What was not accepted; of an item of which no number is known, the item. */
function unaccepted(row: Row): readonly Cause[] {
	const { outcome, code, brief, reason, accepted, details } = row;
	const asked = details.recipients.length;
	const rejected = details.rejected.map((number) => ({ ...number, count: 1 }));
	if (outcome === 'accepted' || outcome === 'partial' || rejected.length > 0) {
		// Those that were sent before are not among the rejected.
		const known = new Set(rejected.length === 0 ? [] : details.recipients);
		const told = accepted + rejected.filter(({ recipient }) => known.has(recipient)).length;
		const isInvalid = details.sms === null;
		return isInvalid || told >= asked ? rejected : [...rejected, sentBefore(asked - told)];
	}
	return [{ outcome, code, brief, reason, count: Math.max(1, asked) }];
}

const sentBefore = (count: number): Cause => ({
	outcome: 'duplicate',
	code: 'DUPLICATE_KEY',
	reason: codeMeaning('DUPLICATE_KEY').meaning,
	count,
});

const OUTCOME_LABELS: Readonly<Record<Outcome, string>> = {
	accepted: 'accepted',
	duplicate: 'sent before',
	rejected: 'refused',
	notSent: 'not sent',
	unknown: 'may have been sent',
};

/** Letters named of those that were written plainly. */
const NAMED_LETTERS = 5;

/**
 * One line for people, the most frequent reasons first:
 * `294 accepted · 4 landlines (rows 3, 7, 9, …) · 2 texts with emoji (rows 5, 8) · 294 credits spent · 9,675 left`.
 *
 * @param simulated whether nothing of it is real, the balance neither
 */
export function tallyLine(tally: Tally, simulated = false): string {
	const { counts, credits, creditsLeft, savings } = tally;
	const { rejected, notSent, ...mayBeSent } = counts;
	const isNone = Object.values(mayBeSent).every((count) => count === 0) && rejected + notSent > 1;
	const what = whatHappened(tally).join(' · ');
	const price = counted('credit', credits);
	const left = creditsLeft === null || simulated ? [] : [`${figure(creditsLeft)} left`];
	return [
		...(isNone
			? [`None was sent: ${what.replaceAll(`${OUTCOME_LABELS.notSent}: `, '')}`]
			: [what, simulated ? `would cost ${price}` : `${price} spent`]),
		...left,
		...plainlyLine(savings),
	].join(' · ');
}

/** How many were accepted, and of the rest why not; by outcome alone where no reasons were counted. */
function whatHappened({ counts, reasons, items }: Tally): string[] {
	const outcomes =
		reasons.length === 0 ? (Object.keys(OUTCOME_LABELS) as Outcome[]) : ['accepted' as const];
	return [
		...outcomes.flatMap((outcome) =>
			counts[outcome] === 0 ? [] : [`${figure(counts[outcome])} ${OUTCOME_LABELS[outcome]}`],
		),
		...reasons.map((reason) => {
			const { count, rows } = reason;
			const which = ` (${rows.length === 1 ? 'row' : 'rows'} ${rowsNamed(rows)})`;
			return `${figure(count)} ${inSummary(reason)}${rows.length === items ? '' : which}`;
		}),
	];
}

function inSummary({ outcome, code, brief, count }: Reason): string {
	const row = codeMeaning(code);
	const known = brief ?? (row.outcome === outcome ? row.brief : undefined);
	const words = known ?? `${OUTCOME_LABELS[outcome]}: ${codeInWords(code)}`;
	return words.replace('(s)', count === 1 ? '' : 's');
}

/** `12 texts written plainly (ç as c, ê as e): 12 credits saved` */
function plainlyLine(savings: readonly Saving[]): string[] {
	if (savings.length === 0) return [];
	const letters = [...new Set(savings.flatMap((saving) => saving.letters))];
	const credits = savings.reduce((sum, saving) => sum + saving.credits, 0);
	const [texts, saved] = [counted('text', savings.length), counted('credit', credits)];
	return [`${texts} written plainly (${firstOf(letters, NAMED_LETTERS)}): ${saved} saved`];
}

/** `NO_ANSWER` is "no answer", `HTTP_502` is "HTTP 502". */
function codeInWords(code: string): string {
	return code
		.replaceAll('_', ' ')
		.toLowerCase()
		.replace(/^http /, 'HTTP ');
}
