declare module '@socialgouv/jours-feries' {
	/** French names of the public holidays of a year, each at midnight in the time zone of the machine. */
	function joursFeries(
		year: number,
		options?: { readonly alsace: boolean },
	): Readonly<Record<string, Date>>;
	export = joursFeries;
}
