import { type CodeRow, CODES, WARNINGS } from '../../nodes/CapitoleMobile/sms/codes';

/** A code with its row, or a warning with its sentence. */
export type Named<Said> = Said & { readonly name: string };

const from = (...who: ReadonlyArray<CodeRow['from']>): Array<Named<CodeRow>> =>
	[...CODES].filter(([, row]) => who.includes(row.from)).map(([name, row]) => ({ name, ...row }));

export const providerCodes = (): Array<Named<CodeRow>> => from('provider');
export const ownCodes = (): Array<Named<CodeRow>> => from('network', 'node');
export const refusals = (): Array<Named<CodeRow>> => from('numbering');
export const warnings = (): Array<Named<{ readonly meaning: string }>> =>
	Object.entries(WARNINGS).map(([name, meaning]) => ({ name, meaning }));
