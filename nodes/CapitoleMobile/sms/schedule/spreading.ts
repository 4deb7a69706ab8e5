import { counted, figure } from '../figure';
import { InvalidInput } from '../refused';
import type { SendingTime } from './schedule';
import { closingTime, nextAllowedTime } from './sendingWindow';
import type { SendingWindow, SendingWindowRule } from './sendingWindowOptions';
import { clockAt, shownSpan, shownTime } from './timeZone';

const MINUTE = 60_000;
const YEAR = 366 * 24 * 60 * MINUTE;

/** A week, in minutes. */
export const LONGEST_SPREAD = 10_080;

/** When a run began, in milliseconds since the epoch, so that a retry gives items the same times. */
export interface RunStart {
	/** The time of an empty Send At. */
	readonly now: number;
	/** The first item's Send At. */
	readonly first: number;
}

/** Spreads the items of a run over some minutes. */
export class Spreading {
	readonly start: RunStart;

	/** The first item's Send At in this try: `$now` has moved on since an earlier one. */
	private readonly first: number;

	/** The order of the items, by index. */
	private readonly places: ReadonlyMap<number, number>;

	/** Computed times. The key, start + minute, is unique: a start is a full minute in milliseconds. */
	private readonly times = new Map<number, number>();

	private readonly stretches = new Map<string, Stretch[]>();

	/**
	 * @param minutes between the first item and the last
	 * @param leaving the Send At of each item by its index, in order
	 * @param now milliseconds since the epoch
	 * @param kept the start of an earlier try
	 */
	constructor(
		private readonly minutes: number,
		leaving: ReadonlyMap<number, SendingTime>,
		now: number,
		kept?: RunStart,
	) {
		this.places = new Map([...leaving.keys()].map((item, place) => [item, place]));
		const [asked] = leaving.values();
		this.first = asked?.instant ?? kept?.now ?? now;
		this.start = kept ?? { now, first: this.first };
	}

	/**
	 * Where an item's minutes start. A Send At less than a minute from the first item's counts as the same,
	 * because `$now` moves on from item to item.
	 */
	startOf({ instant }: SendingTime): number {
		if (instant === null) return this.start.now;
		return Math.abs(instant - this.first) < MINUTE ? this.start.first : instant;
	}

	/**
	 * @param zones of the recipients, for the window
	 * @returns when the item leaves, on a full minute except for the first; minutes count while the window
	 *   is open
	 * @throws InvalidInput “Spread Over” if that is more than a year ahead
	 */
	timeOf(
		itemIndex: number,
		asked: SendingTime,
		rule: SendingWindowRule | null,
		zones: readonly string[],
	): SendingTime {
		const minute = this.minuteOf(itemIndex);
		if (minute === 0) return { ...asked, instant: asked.instant && this.startOf(asked) };
		const from = Math.round(this.startOf(asked) / MINUTE) * MINUTE;
		const even = this.times.get(from + minute) ?? later(from, minute);
		this.times.set(from + minute, even);
		if (rule?.outside !== 'postpone') return { ...asked, instant: even };
		const instant = this.whileOpen(from, minute, rule, zones);
		if (instant === even) return { ...asked, instant };
		const [was, is] = [even, instant].map((one) => shownTime(clockAt(one, zones[0])));
		const message = `Postponed from ${was} to ${is}: Spread Over continues when the sending window opens again.`;
		return { instant, warnings: [...asked.warnings, { code: 'POSTPONED', message }] };
	}

	/**
	 * `from 10:00 to 14:00, 21 a minute`, Paris time.
	 *
	 * @param times sending times: ISO 8601 with offset, null for at once
	 * @returns nothing if all are the same
	 */
	line(times: ReadonlyArray<string | null>): string[] {
		const instants = times.map((time) => (time === null ? this.start.now : Date.parse(time)));
		const [first, ...others] = instants.sort((a, b) => a - b);
		const last = others.at(-1);
		if (first === undefined || last === undefined || first === last) return [];
		const [from, to] = [clockAt(first), clockAt(last)];
		return [`${shownSpan(from, to)}, ${this.pace}`];
	}

	private get pace(): string {
		const [items, minutes] =
			this.places.size > this.minutes
				? [this.places.size, this.minutes + 1]
				: [this.places.size - 1, this.minutes];
		const gap = Math.round(minutes / items);
		if (gap > 1) return `1 every ${counted('minute', gap)}`;
		return `${figure(Math.max(1, Math.round(items / minutes)))} a minute`;
	}

	/** As many items in each minute, or, with fewer items than minutes, equal gaps. */
	private minuteOf(itemIndex: number): number {
		const { minutes, places } = this;
		const place = places.get(itemIndex) ?? 0;
		if (places.size > minutes) return Math.floor((place * (minutes + 1)) / places.size);
		return Math.floor((place * minutes) / Math.max(1, places.size - 1));
	}

	private whileOpen(
		from: number,
		minute: number,
		window: SendingWindow,
		zones: readonly string[],
	): number {
		const key = JSON.stringify([from, window, zones]);
		const stretches = this.stretches.get(key) ?? [];
		this.stretches.set(key, stretches);
		let left = minute;
		let time = from;
		for (let at = 0; time < from + YEAR; at++) {
			const { opens, closes, minutes } = (stretches[at] ??= nextStretch(time, window, zones));
			if (left < minutes) return later(opens, left);
			left -= minutes;
			time = closes;
		}
		throw new InvalidInput(
			'Spread Over',
			'With this sending window, some SMS would leave more than a year later',
			'Give fewer minutes, or open the window for longer.',
		);
	}
}

/** Consecutive minutes in which the window is open. */
interface Stretch {
	readonly opens: number;
	readonly closes: number;
	/** Minutes that `prog` can tell apart. */
	readonly minutes: number;
}

function nextStretch(from: number, window: SendingWindow, zones: readonly string[]): Stretch {
	const opens = nextAllowedTime(from, window, zones);
	const closes = closingTime(opens, window, zones);
	const shown = (closes - opens) / MINUTE - minutesPutBack(opens, closes);
	return { opens, closes, minutes: Math.max(0, shown) };
}

/** Adds minutes, and skips the repeated hour in autumn, which `prog` cannot name. */
function later(from: number, minutes: number): number {
	const time = from + minutes * MINUTE;
	return time + minutesPutBack(from, time) * MINUTE;
}

/** The minutes by which the provider's clock goes back between two instants. */
const minutesPutBack = (from: number, to: number): number =>
	Math.max(0, clockAt(from).offset - clockAt(to).offset);
