import type { Component } from 'svelte'
import { render } from 'svelte/server'

/** The body of a component below a parent that provides its contexts: `provide` calls their setters. */
export function renderWithin<Props extends Record<string, unknown>>(
	provide: () => void,
	component: Component<Props>,
	props: Props
): string {
	const parent: Component<Props> = (internals, given) => {
		provide()
		return component(internals, given)
	}
	return render(parent as Component, { props }).body
}
