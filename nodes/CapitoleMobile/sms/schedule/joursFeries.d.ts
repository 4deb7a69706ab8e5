declare module '@socialgouv/jours-feries' {
	/** A year's public holidays by French name, each at midnight in the machine's time zone. */
	function joursFeries(
		year: number,
		options?: { readonly alsace: boolean },
	): Readonly<Record<string, Date>>;
	export = joursFeries;
}
