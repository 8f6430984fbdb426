/** Computes where «Назад» leads on a screen that several others link to: to the screen the person came from. */

/** A step from one screen to another. */
export interface Step {
	url: Pick<URL, 'pathname' | 'search'>
	/** The type of SvelteKit's navigation: `link`, `goto`, `popstate`… */
	type: string
}

/** `otherwise`: the result when the person opened the screen by its address. */
export function wayBack({ all }: { readonly all: readonly Step[] }, otherwise: string): string {
	return all.reduce(goOn, []).at(-2) ?? otherwise
}

/**
 * The trail of addresses. A step to one of its last two screens, or a `popstate`, goes back in it. A `goto` replaces the last
 * address: nobody returns to a submitted form.
 */
function goOn(trail: readonly string[], { url: { pathname, search }, type }: Step): readonly string[] {
	const known = trail.findLastIndex((address) => pathOf(address) === pathname)
	const isReturn = known !== -1 && (known >= trail.length - 2 || type === 'popstate')
	const before = isReturn ? trail.slice(0, known) : type === 'goto' ? trail.slice(0, -1) : trail
	return [...before, pathname + search]
}

function pathOf(address: string): string {
	return address.split('?', 1)[0] ?? ''
}
