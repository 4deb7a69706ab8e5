import type { WarningCode } from './codes';

/** Something the user should know about an SMS that is sent all the same. */
export interface Warning {
	/** Stable, in capitals, for workflows to branch on. */
	readonly code: WarningCode;
	/** For people: what happened, and what it costs or how to avoid it. */
	readonly message: string;
}

/** Whether a warning is about the time at which an SMS leaves. */
export const isAboutTime = ({ code }: Warning): boolean =>
	['POSTPONED', 'OUTSIDE_USUAL_HOURS', 'DAYLIGHT_SAVING', 'FAR_FUTURE'].includes(code);
