import { codeMeaning, type Outcome } from '../../sms/codes';
import type { Saving } from '../../sms/credits';
import { counted, figure, firstOf, rowsNamed } from '../../sms/figure';
import type { Row } from './verdict';

/** Totals of a run. Counts recipients; an item without any counts as one. */
export interface Tally {
	readonly counts: Readonly<Record<Outcome, number>>;
	/** Reasons other than acceptance, most frequent first. */
	readonly reasons: readonly Reason[];
	readonly items: number;
	readonly credits: number;
	/** SMS credits left on the account; null if no response said. */
	readonly creditsLeft: number | null;
	/** Credits saved by plain letters, by text. */
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
	/** Row numbers as users see them. */
	readonly rows: number[];
}

/**
 * @param rows one for each item, by item index
 * @param rowNumbers row numbers as users see them
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
 * The lower of two balances, because responses arrive in any order. Credits bought during the run show
 * in the next one, which errs on the side of not spending.
 */
export function lowestBalance(known: number | null, told: number | null): number | null {
	return known === null || told === null ? (known ?? told) : Math.min(known, told);
}

/** Causes for all recipients that were not accepted, or one for an item without recipients. */
function unaccepted(row: Row): readonly Cause[] {
	const { outcome, code, brief, reason, accepted, details } = row;
	const asked = details.recipients.length;
	const rejected = details.rejected.map((number) => ({ ...number, count: 1 }));
	if (outcome === 'accepted' || outcome === 'partial' || rejected.length > 0) {
		// Recipients of earlier sendings are not among the rejected.
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

/** Plain letters named in the summary. */
const NAMED_LETTERS = 5;

/**
 * One line for people, most frequent reasons first: `294 accepted · 4 landlines (rows 3, 7, 9, …) · 2
 * texts with emoji (rows 5, 8) · 294 credits spent · 9,675 left`.
 *
 * @param simulated whether the run was a simulation; its balance is left out
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

/** Accepted recipients, then the reasons for the others; counts by outcome if there are no reasons. */
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
