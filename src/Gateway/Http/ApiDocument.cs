using System.Text.Json.Nodes;
using CallActors.Contracts.Calls;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CallActors.Gateway.Http;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>: what the endpoints' metadata does not say by itself.</summary>
public static class ApiDocument
{
    private const string BearerScheme = "bearer";

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = description => description.RelativePath is { } path && (path.StartsWith("api/", StringComparison.Ordinal) || path.StartsWith("health", StringComparison.Ordinal));
        options.AddDocumentTransformer(DescribeDocumentAsync);
        options.AddOperationTransformer(DescribeOperationAsync);
        options.AddSchemaTransformer(DescribeSchemaAsync);
    });

    private static Task DescribeDocumentAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "CallActors gateway",
            Version = "1",
            Description = "Rings a person, speaks, listens, and returns what was said, what was heard and whether the person interrupted.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[BearerScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = BearerScheme,
            Description = "The gateway's API key.",
        };
        foreach (var (path, item) in document.Paths)
        {
            if (!path.StartsWith("/api/", StringComparison.Ordinal) || item.Operations is null) continue;
            foreach (var operation in item.Operations.Values)
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BearerScheme, document)] = [] }];
        }
        return Task.CompletedTask;
    }

    private static Task DescribeOperationAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Description = parameter.Name switch
            {
                "include" => "details: the full result, with call and operation ids, what was heard and the times in milliseconds.",
                "wait" => "false: answers 202 at once, with a Location to look for the answer; the operation goes on without its client.",
                "format" => "json, text or srt; left out, the Accept header decides.",
                "limit" => "1 to 1000; 50 when left out.",
                "id" => "The call's id.",
                "workspaceId" => "The workspace's id, as the list tells it, URL-encoded: tmux:%253@1763740800 for tmux:%3@1763740800.",
                "person" => "The name of a person on the gateway's list. Left out where workspaces are asked for: who sits at the softphone.",
                "operationId" => "The operation's id: its Idempotency-Key, or the id that include=details told.",
                IdempotencyKey.Header or "key" => $"The client's name for this operation: {IdempotencyKey.Shape}. A repeated request with the same key joins the running operation or gets the finished one's answer.",
                _ => parameter.Description,
            };
        }
        return Task.CompletedTask;
    }

    private static Task DescribeSchemaAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (type == typeof(AnswerForm)) DescribeAnswerForm(schema);
        schema.Description = context.JsonPropertyInfo?.Name switch
        {
            "endReason" => $"Why the call is over: {string.Join(", ", Enum.GetValues<CallEndReason>().Select(KebabCase.Of))}. endDetail says it as a sentence.",
            "outcome" => $"How the call came out: {string.Join(", ", CallOutcome.All)}.",
            _ => schema.Description,
        };
        return Task.CompletedTask;
    }

    private static void DescribeAnswerForm(OpenApiSchema schema)
    {
        schema.Type = null;
        schema.Description = "What kind of answer the message asks for; open when left out.";
        schema.OneOf =
        [
            new OpenApiSchema { Type = JsonSchemaType.String, Enum = [JsonValue.Create(AnswerForm.Open), JsonValue.Create(AnswerForm.YesOrNo), JsonValue.Create(AnswerForm.Digits)] },
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Required = new HashSet<string> { AnswerForm.OneOf },
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    [AnswerForm.OneOf] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Array,
                        MinItems = AnswerForm.LeastChoices,
                        MaxItems = AnswerForm.MostChoices,
                        Items = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = AnswerForm.MaxChoiceLength },
                    },
                },
            },
        ];
    }
}
