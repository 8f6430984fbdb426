/** Where «Назад» of a screen that is reached from several others leads: where the person came from. */
import type { Step, Steps } from './steps.svelte.ts'

/** `otherwise`: for who opened the screen by its address. */
export function wayBack({ all }: Pick<Steps, 'all'>, otherwise: string): string {
	return all.reduce(goOn, []).at(-2) ?? otherwise
}

/** The trail of addresses. Back to the last screen is no further step, and a form that has done its work is no screen to come back to. */
function goOn(trail: readonly string[], { url: { pathname, search }, type }: Step): readonly string[] {
	const known = trail.findLastIndex((address) => pathOf(address) === pathname)
	const isReturn = known !== -1 && (known >= trail.length - 2 || type === 'popstate')
	const before = isReturn ? trail.slice(0, known) : type === 'goto' ? trail.slice(0, -1) : trail
	return [...before, pathname + search]
}

function pathOf(address: string): string {
	return address.split('?', 1)[0] ?? ''
}
