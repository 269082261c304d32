/** The languages that programs are printed in. */
import { javascriptExpression, javascriptModule } from './ir/javascript.ts';
import { camelCase } from './ir/names.ts';
import type { Expression, Module, Program } from './ir/program.ts';
import { pythonExpression, pythonModule } from './ir/python.ts';

export const languages = ['javascript', 'python'] as const;
export type Language = (typeof languages)[number];

export const languageTitles = { javascript: 'JavaScript', python: 'Python' } as const;

/** A name in snake case as the language spells it. */
export function spelled(language: Language, name: string): string {
  return language === 'javascript' ? camelCase(name) : name;
}

export function programText({ modules }: Program, language: Language): string {
  const module = modules[0] as Module;
  return language === 'javascript' ? javascriptModule(module) : pythonModule(module);
}

export function expressionText(expression: Expression, language: Language): string {
  return language === 'javascript' ? javascriptExpression(expression) : pythonExpression(expression);
}
