/** Any object of JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** Where an API answers. */
export interface ApiServer {
  readonly url: string;
  readonly description: string;
}

/** Stands for what is described elsewhere in the document. */
export interface Reference {
  readonly $ref: string;
}

/** A body, by media type. */
export interface MediaTypes {
  readonly 'application/json': {
    readonly schema: Json;
    readonly example?: unknown;
    readonly examples?: Json;
  };
}

export interface OpenApiParameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly description: string;
  readonly schema: Json;
  readonly example: string;
}

export interface OpenApiResponse {
  readonly description: string;
  readonly headers?: Json;
  readonly content?: MediaTypes;
}

export interface OpenApiOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  /** Empty where no token is needed; absent where one is. */
  readonly security?: readonly [];
  readonly parameters?: readonly OpenApiParameter[];
  readonly requestBody?: { readonly required: true; readonly content: MediaTypes };
  readonly responses: Readonly<Record<string, OpenApiResponse | Reference>>;
}

/** The parts of OpenAPI 3.1 that the description of this API uses. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: Json & { readonly title: string; readonly description: string };
  readonly servers: readonly ApiServer[];
  readonly security: readonly Json[];
  readonly tags: readonly Json[];
  /** Operations by path, then by method in lower case. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: {
    readonly securitySchemes: Json;
    readonly headers: Json;
    readonly responses: Readonly<Record<string, OpenApiResponse>>;
    readonly schemas: Readonly<Record<string, Json>>;
  };
}
