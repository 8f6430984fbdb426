import type { Component } from 'svelte'
import { render } from 'svelte/server'

type Internals = Parameters<Component>[0]

/** The body of a component below a parent that provides its contexts: `provide` calls their setters. */
export function renderWithin<Props extends object>(
	provide: () => void,
	component: (internals: Internals, props: Props) => ReturnType<Component>,
	props: NoInfer<Props>
): string {
	const parent: Component = (internals) => {
		provide()
		return component(internals, props)
	}
	return render(parent).body
}
