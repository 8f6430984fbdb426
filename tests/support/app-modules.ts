/** Stand-ins for SvelteKit's modules in unit tests. */
export const appModules = {
	'$app/paths': `${import.meta.dirname}/app-paths.ts`,
	'$app/navigation': `${import.meta.dirname}/app-navigation.ts`,
	'$app/state': `${import.meta.dirname}/app-state.ts`
}
