export const root: string;
export function dependenciesFresh(repository?: string): boolean;
export function installDependencies(repository?: string): Promise<void>;
