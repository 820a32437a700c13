/** What a frontend does with the generated types: it compiles under `tsc --strict`, and nobody runs it. */

import createClient from "openapi-fetch";

import type { components, paths } from "../../clients-generated/typescript/yardstick";

export type Problem = components["schemas"]["Problem"];

/** Makes a client for one person or program; the credential names the agency. */
export function connect(baseUrl: string, token: string) {
  return createClient<paths>({ baseUrl, headers: { Authorization: `Bearer ${token}` } });
}

/** Gives the names of every brand, page by page. */
export async function brandNames(client: ReturnType<typeof connect>): Promise<string[]> {
  const names: string[] = [];
  let next: string | null = null;
  do {
    const page: BrandPage = await brandPage(client, next);
    names.push(...page.items.map((brand) => brand.name));
    next = page.next_cursor;
  } while (next !== null);
  return names;
}

type BrandPage = paths["/api/v1/brands"]["get"]["responses"][200]["content"]["application/json"];

async function brandPage(client: ReturnType<typeof connect>, cursor: string | null): Promise<BrandPage> {
  const { data, error } = await client.GET("/api/v1/brands", {
    params: { query: cursor === null ? { limit: 200 } : { limit: 200, cursor } },
  });
  if (error !== undefined) {
    throw new Error(told(error));
  }
  return data;
}

/** Makes a campaign; a mistake comes back as one problem that names every field. */
export async function startCampaign(client: ReturnType<typeof connect>, brand: string): Promise<string> {
  const { data, error } = await client.POST("/api/v1/campaigns", {
    body: { brand, name: "Spring", goal: "engagement", start: "2026-03-01", end: "2026-03-31" },
  });
  if (error !== undefined) {
    throw new Error(told(error));
  }
  return data.id;
}

/** Gives the first value and band that stand for a KPI of a brand in a month; a value is a decimal in a string. */
export async function grade(client: ReturnType<typeof connect>, brand: string, kpi: string): Promise<string> {
  const { data, error } = await client.GET("/api/v1/results", {
    params: { query: { kpi: [kpi], brand, start: "2026-01-01", end: "2026-01-31" } },
  });
  if (error !== undefined) {
    throw new Error(told(error));
  }
  const result = data.items[0];
  return result === undefined ? "nothing" : `${result.value ?? result.reason} ${result.grade?.band ?? "not graded"}`;
}

function told(problem: Problem): string {
  return [problem.detail, ...(problem.errors ?? []).map((each) => `${each.pointer}: ${each.detail}`)].join("\n");
}
