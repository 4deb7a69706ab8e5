/** What an aim asks for, and what came out. */
export interface Target {
	readonly aim: string;
	readonly measured: string;
	readonly holds: boolean;
}

/** A figure that must be at least so large, or at most; as people read it. */
export function target(
	aim: string,
	figure: number,
	bound: { readonly atLeast: number } | { readonly atMost: number },
	unit: string,
	more = '',
): Target {
	const holds = 'atLeast' in bound ? figure >= bound.atLeast : figure <= bound.atMost;
	return { aim, measured: `${readable(figure)}${unit}${more}`, holds };
}

/** Three digits that count. */
export function readable(figure: number): string {
	if (!Number.isFinite(figure)) return String(figure);
	const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(figure) || 1)));
	return figure.toLocaleString('en', {
		minimumFractionDigits: Math.min(3, decimals),
		maximumFractionDigits: Math.min(3, decimals),
	});
}
