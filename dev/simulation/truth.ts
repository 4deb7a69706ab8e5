import type { Claim, KeyUse } from '../../nodes/CapitoleMobile/campaign/keys/keyStore';

export type Sent = 'accepted' | 'unknown' | 'rejected';

interface Sms {
	readonly message: string;
	/** Null while it is under way, and for good where its process was killed. */
	outcome: Sent | null;
	/** Whether a part of it was accepted before the rest is under way. */
	isPartAccepted: boolean;
}

/** What was really sent under each key, which no process sees. */
export class Truth {
	/** What must never be. */
	readonly violations: string[] = [];

	falseDoubts = 0;

	readonly claims: Record<Claim, number> = {
		claimed: 0,
		sent: 0,
		inDoubt: 0,
		reused: 0,
		cancelled: 0,
	};

	private readonly asked = new Map<string, Set<string>>();

	private readonly byKey = new Map<string, Sms[]>();

	/** A process wants to use a key. */
	asks({ key, message }: KeyUse): void {
		this.asked.set(key, (this.asked.get(key) ?? new Set()).add(message));
	}

	/** Notes what a process was told of a key, and checks it. */
	told({ key, message }: KeyUse, claim: Claim): void {
		this.claims[claim]++;
		const all = this.byKey.get(key) ?? [];
		const maySent = all.filter(({ outcome }) => outcome !== 'rejected');
		if (claim === 'claimed' && maySent.length > 0) {
			this.violations.push(`${key} is claimed, and something may have been sent under it`);
		}
		const isAccepted = all.some(
			(sms) => sms.message === message && (sms.outcome === 'accepted' || sms.isPartAccepted),
		);
		if (claim === 'sent' && !isAccepted) {
			this.violations.push(`${key} is said to be sent, and ${message} was not accepted under it`);
		}
		const others = (this.asked.get(key) ?? new Set()).size - 1;
		if (claim === 'reused' && others === 0) {
			this.violations.push(`${key} is said to be used for another message, and there is none`);
		}
		if (claim === 'inDoubt' && maySent.every(({ outcome }) => outcome === 'accepted')) {
			this.falseDoubts++;
		}
	}

	/** What is told once all is over; who asked a moment ago may hear what was true then. */
	toldInTheEnd(use: KeyUse, claim: Claim): void {
		this.told(use, claim);
		const all = this.byKey.get(use.key) ?? [];
		if (claim === 'sent' && !all.some(({ outcome }) => outcome === 'accepted')) {
			this.violations.push(`${use.key} is said to be sent, and its rest was not accepted`);
		}
		const isOther = all.some((sms) => sms.message !== use.message && sms.outcome !== 'rejected');
		if (claim === 'reused' && !isOther) this.falseDoubts++;
	}

	/** An SMS leaves; the function notes what became of it. */
	send({ key, message }: KeyUse): (outcome: Sent) => void {
		const sms: Sms = { message, outcome: null, isPartAccepted: false };
		this.byKey.set(key, [...(this.byKey.get(key) ?? []), sms]);
		return (outcome) => {
			sms.outcome = outcome;
		};
	}

	/** What an SMS has not reached yet leaves too, after the rest was accepted. */
	sendRest({ key }: KeyUse): (outcome: Sent) => void {
		const sms = (this.byKey.get(key) ?? []).findLast(({ outcome }) => outcome === 'accepted');
		if (sms === undefined) throw new Error(`Nothing was accepted under ${key}`);
		sms.outcome = null;
		sms.isPartAccepted = true;
		return (outcome) => {
			sms.outcome = outcome;
		};
	}

	get messages(): number {
		return [...this.byKey.values()].flat().length;
	}

	/** Messages by key, of those that were tried. */
	uses(): KeyUse[] {
		return [...this.byKey].flatMap(([key, all]) =>
			[...new Set(all.map(({ message }) => message))].map((message) => ({ key, message })),
		);
	}
}
