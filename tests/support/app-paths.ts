/** `$app/paths` in tests: a module of SvelteKit that exists only in its build. One for all, because test files share modules. */
export function resolve(path: string, params: Readonly<Record<string, string>> = {}): string {
	return path.replaceAll(/\[(\w+)\]/g, (whole, name: string) => params[name] ?? whole)
}
